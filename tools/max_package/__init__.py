"""The generator of everything in ``max-package/``: run ``python -m tools.max_package``.

One file a family of patchers. What the object is (inlets, outlets, messages, attributes) is
declared once, in `contract`, and taken from the engine's parameter table where that knows it.
"""
