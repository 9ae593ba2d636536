"""What a tag makes of a build: packages for Max and Pure Data, their licences, and the notes.

``.github/workflows/packages.yml`` calls `python -m tools.release` for it.
"""
