// Classes, and the objects made of them.
#include <cstdlib>
#include <utility>

#include "host.hpp"

t_class* class_new(t_symbol* name, t_newmethod newmethod, t_method freemethod, size_t size, int,
                   t_atomtype, ...) {
  auto made = std::make_unique<_class>();
  made->name = name->s_name;
  made->make = newmethod;
  made->free = freemethod;
  made->size = size;
  return (host::world().classes[name->s_name] = std::move(made)).get();
}

void class_addmethod(t_class* c, t_method fn, t_symbol* sel, t_atomtype arg1, ...) {
  c->methods[sel->s_name] = {fn, arg1};
}

// In parentheses, since m_pd.h has a macro of the same name, for casts.
void(class_addbang)(t_class* c, t_method fn) { c->methods["bang"] = {fn, A_NULL}; }

void(class_addlist)(t_class* c, t_method fn) { c->methods["list"] = {fn, A_GIMME}; }

void class_domainsignalin(t_class* c, int onset) { c->main_inlet = onset; }

t_pd* pd_new(t_class* cls) {
  auto* x = static_cast<t_pd*>(std::calloc(1, cls->size));
  *x = cls;
  host::world().objects[x].kind = cls;
  return x;
}

t_inlet* signalinlet_new(t_object* owner, t_float f) {
  auto& inlets = host::world().objects.at(owner).inlets;
  return inlets.emplace_back(std::make_unique<_inlet>(_inlet{f})).get();
}

t_outlet* outlet_new(t_object* owner, t_symbol* s) {
  auto& outlets = host::world().objects.at(owner).outlets;
  return outlets.emplace_back(std::make_unique<_outlet>(_outlet{owner, s != nullptr})).get();
}
