"""Other people's players, to measure ours beside. None of them is needed for anything else."""
