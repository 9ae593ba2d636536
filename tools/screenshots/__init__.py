"""Pictures of the explorer for its documentation: run ``python -m tools.screenshots``."""
