"""Writes the archive that a model file is."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

from granvae.engine.model_info import METADATA_FILE
from granvae.export.model_file import quiet_torchscript
from granvae.export.native_program import NATIVE_FILE, NativeProgram

_SOURCE_PATHS = ".debug_pkl"  # ends the names of files that say in which folders the export ran


def write_model(
    script: Any,
    path: Path,
    metadata: dict[str, Any],
    extra: dict[str, bytes],
    program: NativeProgram | None,
) -> None:
    """Write a scripted module with what goes beside it.

    Args:
        script: of `NnTildeModule`.
        path: the file, which is replaced.
        metadata: the contents of ``granvae.json``.
        extra: further extra files by name.
        program: the decoder for the native back end, whose weights are taken from the graph's own
            records as far as they are there.
    """
    described = json.dumps(metadata, indent=2, allow_nan=False).encode()
    with quiet_torchscript():
        data = script.save_to_buffer(_extra_files=extra | {METADATA_FILE: described})
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as whole, zipfile.ZipFile(made, "w") as kept:
        records: dict[bytes, str] = {}
        for entry in whole.infolist():
            if entry.filename.endswith(_SOURCE_PATHS):
                continue
            archive, _, name = entry.filename.partition("/")
            contents = whole.read(entry)
            if name.startswith("data/"):
                records.setdefault(contents, name)
            # Without a date, which would differ in each export.
            kept.writestr(zipfile.ZipInfo(entry.filename), contents)
        if program is not None:
            kept.writestr(
                zipfile.ZipInfo(f"{archive}/extra/{NATIVE_FILE}"), program.to_bytes(records)
            )
    path.write_bytes(made.getvalue())
