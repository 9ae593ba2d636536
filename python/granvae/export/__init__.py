"""From a run to a model file."""

import sys
from types import ModuleType


class _CallableModule(ModuleType):
    """Importing this package binds it to ``granvae.export``, which is also a public function."""

    __call__ = staticmethod(sys.modules["granvae"].export)


sys.modules[__name__].__class__ = _CallableModule
