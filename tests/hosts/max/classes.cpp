// Classes, the objects made of them, their attributes, and the messages that they get.
#include <algorithm>
#include <cstdarg>
#include <cstdlib>

#include "host.hpp"

namespace {

constexpr t_ptr_int kMagic = 1758379419;  // what the header of a living object holds

void deliver(t_object* x, const std::string& name, const maxclass::Method& m, long count,
             t_atom* atoms) {
  if (m.types.empty()) {
    host::call(m.function, x);
  } else if (m.types.front() == A_GIMME) {
    host::call(m.function, x, gensym(name.c_str()), count, atoms);
  } else if (m.types.front() == A_FLOAT) {
    host::call(m.function, x, atom_getfloat(atoms));
  } else if (m.types.front() == A_LONG) {
    host::call(m.function, x, atom_getlong(atoms));
  } else {
    object_error(x, "message '%s' cannot be sent by a patch", name.c_str());
  }
}

template <class Kept>
void check_outlived(const Kept& all, const std::string& kind, void* x) {
  for (const auto& [address, kept] : all) {
    if (kept->owner == x) host::violation(kind + " outlived its object");
  }
}

void set_attribute(t_object* x, Attribute& attribute, long count, t_atom* atoms) {
  host::call<t_max_err>(attribute.set, x, &attribute.header, count, atoms);
}

void dump_attribute(t_object* x, Attribute& attribute) {
  long count = 0;
  t_atom* atoms = nullptr;
  host::call<t_max_err>(attribute.get, x, &attribute.header, &count, &atoms);
  t_object* outlet = host::instance_of(x)->obex.at("dumpout");
  outlet_anything(outlet, gensym(attribute.name.c_str()), static_cast<short>(count), atoms);
  std::free(atoms);
}

thread_local long current_inlet = 0;

}  // namespace

t_class* class_new(const char* name, const method mnew, const method mfree, long size, const method,
                   short type, ...) {
  if (type != A_GIMME) host::violation("a class without A_GIMME");
  return new maxclass{name, mnew, mfree, static_cast<std::size_t>(size), {}, {}, {}, false};
}

t_max_err class_addmethod(t_class* c, const method m, const char* name, ...) {
  std::vector<int> types;
  va_list arguments;
  va_start(arguments, name);
  while (const int type = va_arg(arguments, int)) types.push_back(type);
  va_end(arguments);
  c->methods[name] = {m, types};
  return MAX_ERR_NONE;
}

t_max_err class_register(t_symbol* name_space, t_class* c) {
  if (std::string(name_space->s_name) != "box") host::violation("a class that is not for boxes");
  if (!c->signals && c->methods.contains("dsp64")) host::violation("dsp64 without class_dspinit");
  host::world().classes[c->name] = c;
  return MAX_ERR_NONE;
}

t_max_err class_alias(t_class* c, t_symbol* aliasname) {
  host::world().classes[aliasname->s_name] = c;
  return MAX_ERR_NONE;
}

void class_dspinit(t_class* c) { c->signals = true; }

void* object_alloc(t_class* c) {
  host::only_on_main(__func__);
  auto* x = static_cast<t_object*>(std::calloc(1, c->size));
  x->o_magic = kMagic;
  const host::Lock lock(host::world().mutex);
  auto instance = std::make_unique<host::Instance>();
  instance->c = c;
  instance->obex["#P"] = &host::world().subpatcher.header;
  host::world().instances[x] = std::move(instance);
  return x;
}

t_max_err object_free(void* x) {
  host::World& world = host::world();
  {
    const host::Lock lock(world.mutex);
    if (world.clocks.erase(x) + world.watchers.erase(x) + world.references.erase(x) +
            world.lists.erase(x) >
        0) {
      return MAX_ERR_NONE;
    }
  }
  host::Instance* instance = host::instance_of(x);
  if (instance == nullptr) {
    host::violation("object_free of something that is no object");
    return MAX_ERR_INVALID_PTR;
  }
  host::only_on_main(__func__);
  host::call(instance->c->free, x);
  const host::Lock lock(world.mutex);
  if (instance->inlets > 0 && !instance->freed_signals) host::violation("no dsp_free");
  check_outlived(world.queue, "a qelem", x);
  check_outlived(world.clocks, "a clock", x);
  check_outlived(world.watchers, "a filewatcher", x);
  static_cast<t_object*>(x)->o_magic = 0;
  world.instances.erase(x);
  std::free(x);
  return MAX_ERR_NONE;
}

t_max_err object_obex_store(void* x, t_symbol* key, t_object* val) {
  host::instance_of(x)->obex[key->s_name] = val;
  return MAX_ERR_NONE;
}

t_max_err object_obex_lookup(void* x, t_symbol* key, t_object** val) {
  const auto& obex = host::instance_of(x)->obex;
  const auto found = obex.find(key->s_name);
  if (found == obex.end()) return MAX_ERR_GENERIC;
  *val = found->second;
  return MAX_ERR_NONE;
}

long proxy_getinlet(t_object*) { return current_inlet; }

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
  const auto begins = [](const t_atom& atom) { return *atom_getsym(&atom)->s_name == '@'; };
  return std::find_if(av, av + ac, begins) - av;
}

void attr_args_process(void* x, short ac, t_atom* av) {
  const maxclass& c = *host::instance_of(x)->c;
  for (long begin = attr_args_offset(ac, av); begin < ac;) {
    const char* name = av[begin].a_w.w_sym->s_name + 1;
    ++begin;
    const long count = attr_args_offset(static_cast<short>(ac - begin), av + begin);
    auto* object = static_cast<t_object*>(x);
    if (const auto found = c.attributes.find(name); found != c.attributes.end()) {
      set_attribute(object, *found->second, count, av + begin);
    } else {
      object_error(object, "\"%s\" is not a valid attribute argument", name);
    }
    begin += count;
  }
}

namespace host {

Instance* instance_of(void* x) {
  const Lock lock(world().mutex);
  const auto found = world().instances.find(x);
  return found == world().instances.end() ? nullptr : found->second.get();
}

method method_of(void* x, const char* name) { return instance_of(x)->c->methods.at(name).function; }

void send(t_object* x, long inlet, const std::vector<t_atom>& message) {
  if (message.empty()) return;
  const maxclass& c = *instance_of(x)->c;
  std::vector<t_atom> atoms = message;
  std::string name;
  if (atoms.front().a_type == A_SYM) {
    name = atoms.front().a_w.w_sym->s_name;
    atoms.erase(atoms.begin());
  } else if (atoms.size() == 1) {
    name = atoms.front().a_type == A_LONG ? "int" : "float";
  } else {
    name = "list";
  }
  current_inlet = inlet;
  const auto count = static_cast<long>(atoms.size());
  if (const auto found = c.methods.find(name); found != c.methods.end()) {
    deliver(x, name, found->second, count, atoms.data());
  } else if (const auto set = c.attributes.find(name); set != c.attributes.end()) {
    set_attribute(x, *set->second, count, atoms.data());
  } else if (const auto get = c.attributes.find(name.size() > 3 ? name.substr(3) : "");
             name.starts_with("get") && get != c.attributes.end()) {
    dump_attribute(x, *get->second);
  } else {
    object_error(x, "doesn't understand \"%s\"", name.c_str());
  }
  current_inlet = 0;
}

}  // namespace host
