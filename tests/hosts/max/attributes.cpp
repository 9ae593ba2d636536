// Attributes, as a class declares them and as an object's arguments and messages set them.
#include <cstdlib>
#include <cstring>

#include "host.hpp"

namespace {

bool begins_attribute(const t_atom& atom) {
  return atom.a_type == A_SYM && atom.a_w.w_sym->s_name[0] == '@';
}

}  // namespace

t_object* attribute_new(const char* name, t_symbol* type, long, method mget, method mset) {
  auto* attribute = new Attribute{{}, name, type->s_name, mget, mset, {}};
  return &attribute->header;
}

t_max_err class_addattr(t_class* c, t_object* attr) {
  auto* attribute = reinterpret_cast<Attribute*>(attr);
  c->attributes[attribute->name] = attribute;
  c->attribute_order.push_back(attribute->name);
  return MAX_ERR_NONE;
}

t_max_err class_attr_addattr_atoms(t_class* c, const char* attrname, const char* attrname2,
                                   t_symbol*, long, long ac, t_atom* av) {
  c->attributes.at(attrname)->properties[attrname2].assign(av, av + ac);
  return MAX_ERR_NONE;
}

long attr_args_offset(short ac, t_atom* av) {
  long offset = 0;
  while (offset < ac && !begins_attribute(av[offset])) ++offset;
  return offset;
}

void attr_args_process(void* x, short ac, t_atom* av) {
  const maxclass& c = *host::instance_of(x)->c;
  for (long begin = attr_args_offset(ac, av); begin < ac;) {
    const char* name = av[begin].a_w.w_sym->s_name + 1;
    ++begin;
    const long count = attr_args_offset(static_cast<short>(ac - begin), av + begin);
    auto* object = static_cast<t_object*>(x);
    if (const auto found = c.attributes.find(name); found != c.attributes.end()) {
      host::set_attribute(object, *found->second, count, av + begin);
    } else {
      object_error(object, "\"%s\" is not a valid attribute argument", name);
    }
    begin += count;
  }
}

namespace host {

void set_attribute(t_object* x, Attribute& attribute, long count, t_atom* atoms) {
  call<t_max_err>(attribute.set, x, &attribute.header, count, atoms);
}

void dump_attribute(t_object* x, Attribute& attribute) {
  long count = 0;
  t_atom* atoms = nullptr;
  call<t_max_err>(attribute.get, x, &attribute.header, &count, &atoms);
  t_object* outlet = instance_of(x)->obex.at("dumpout");
  outlet_anything(outlet, gensym(attribute.name.c_str()), static_cast<short>(count), atoms);
  std::free(atoms);
}

}  // namespace host
