"""``python -m granvae.cli`` is ``granvae``."""

import sys

from granvae.cli.main import main

sys.exit(main())
