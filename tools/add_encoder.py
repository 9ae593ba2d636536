"""Gives model files of an older ``native.bin`` a native encoder, from their own graph.

``python -m tools.add_encoder FILE…`` rewrites each file in place. Every other entry stays as it is.
"""

import io
import struct
import sys
import zipfile
from itertools import chain
from pathlib import Path

import numpy as np

from granvae.data.atomic_write import atomic_write
from granvae.export.export_run import ENCODER_TOLERANCE
from granvae.export.model_file import open_model_file
from granvae.export.native_encoder import NO_ENCODER, native_encoder
from granvae.export.native_layers import written
from granvae.export.native_program import NATIVE_FILE, VERSION, check_native_encoder

_BEFORE = 2  # the version whose layers are those of VERSION, but without an encoder
_GRAINS = 64


def add_encoder(path: Path) -> float:
    """How far the native encoder is from the graph's, as `check_native_encoder` has it.

    Raises:
        SystemExit: the file has no layers of the version before, or none that can be encoded, or
            the encoders differ; it is left as it was.
    """
    model = open_model_file(path)
    data = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = [(entry, archive.read(entry)) for entry in archive.infolist()]
    records = {contents: entry.filename.partition("/")[2] for entry, contents in reversed(entries)}
    encoder = native_encoder(model.module)
    if encoder == NO_ENCODER:
        raise SystemExit(f"{path} has a model that the native back end cannot encode.")
    more = b"".join(written(part, records) for part in chain(*encoder))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for entry, contents in entries:
            if entry.filename.endswith(f"/extra/{NATIVE_FILE}"):
                if contents[8:12] != struct.pack("<I", _BEFORE):
                    raise SystemExit(f"{path} has no {NATIVE_FILE} of version {_BEFORE}.")
                contents = contents[:8] + struct.pack("<I", VERSION) + contents[12:] + more
            archive.writestr(zipfile.ZipInfo(entry.filename), contents)
    with atomic_write(path) as part:
        part.write_bytes(made.getvalue())
        rng = np.random.default_rng(0)
        grains = model.decode(rng.normal(size=(_GRAINS, model.latent)).astype(np.float32))
        error = check_native_encoder(part, grains, model.encode(grains))
        if not error <= ENCODER_TOLERANCE:
            raise SystemExit(f"The native encoder of {path} would be {error:.2g} off.")
    return error


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(f"{name}: {add_encoder(Path(name)):.1g} standard deviations off")
