"""How well a model does: scores, a report, and comparisons of runs."""
