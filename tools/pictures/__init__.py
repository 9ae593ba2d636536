"""Pictures of how the engine sounds, for the documentation: run ``python -m tools.pictures``."""
