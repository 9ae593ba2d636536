"""Training: the run folder, Lightning, checkpoints."""
