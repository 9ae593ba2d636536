"""The commands of ``granvae``: each module has ``add``, its options, and ``run``, its work."""
