"""The map of a model: training grains as points of the latent space, and what they sound like.

`granvae.export.grain_map` writes it into the model file. Reading it neither loads the model nor
needs PyTorch.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from granvae.engine.model_info import read_member
from granvae.errors import FileError

Floats = NDArray[np.float32]

MAP_FILE = "map.npz"  # in the folder of a run, and as an extra file of a model
_DESCRIPTOR = "descriptor_"  # begins the names of arrays


@dataclass(frozen=True, eq=False)
class GrainMap:
    """Grains of a training as points of the latent space.

    Attributes:
        latents: ``(n, latents)`` in standard deviations.
        sound: ``(n,)`` index into ``names``: the recording that each grain comes from.
        time: ``(n,)`` seconds from the beginning of that recording, silence left out.
        place: ``(n,)`` samples from where the grain before begins, in the same recording; 0 where
            a stretch begins. Everywhere in the maps of older versions.
        names: of the recordings; empty for runs of older versions.
        descriptors: ``(n,)`` each: ``loudness`` (dBFS), ``centroid`` (Hz), ``flatness`` (dB) and
            ``harmonicity`` (0 … 1) of the grains as the model decodes them.
    """

    latents: Floats
    sound: NDArray[np.int64]
    time: Floats
    place: NDArray[np.int64]
    names: tuple[str, ...]
    descriptors: dict[str, Floats]

    def __repr__(self) -> str:
        count, latents = self.latents.shape
        return f"GrainMap({count} grains, {latents} latents, {len(self.names)} sounds)"

    def to_bytes(self) -> bytes:
        """As an npz in half precision, which is finer than one can hear or see.

        It is stored without compression, as granvae~ reads it.
        """
        arrays: dict[str, Any] = {
            "latents": self.latents.astype(np.float16),
            "sound": self.sound.astype(np.uint16),
            "time": self.time.astype(np.float32),
            "place": self.place.astype(np.uint16),
            "names": np.array(self.names, dtype=np.str_),
        }
        for name, values in self.descriptors.items():
            arrays[_DESCRIPTOR + name] = values.astype(np.float16)
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, array in arrays.items():
                # Without a date, which would differ in each export.
                with archive.open(zipfile.ZipInfo(f"{name}.npy"), "w") as member:
                    np.lib.format.write_array(member, array, allow_pickle=False)
        return buffer.getvalue()


def map_from_bytes(data: bytes, origin: str) -> GrainMap:
    """The inverse of `GrainMap.to_bytes`; ``origin`` names the data in an error.

    Raises:
        FileError: the data is something else.
    """
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            sound = np.asarray(arrays["sound"], np.int64)
            place = arrays["place"] if "place" in arrays.files else np.zeros_like(sound)
            found = GrainMap(
                np.asarray(arrays["latents"], np.float32),
                sound,
                np.asarray(arrays["time"], np.float32),
                np.asarray(place, np.int64),
                tuple(str(name) for name in arrays["names"]),
                {
                    name.removeprefix(_DESCRIPTOR): np.asarray(arrays[name], np.float32)
                    for name in arrays.files
                    if name.startswith(_DESCRIPTOR)
                },
            )
        columns: list[NDArray[Any]] = [
            found.sound,
            found.time,
            found.place,
            *found.descriptors.values(),
        ]
        if found.latents.ndim != 2 or any(c.shape != found.latents.shape[:1] for c in columns):
            raise ValueError("arrays of different lengths")
        if found.names and len(found.sound) and found.sound.max() >= len(found.names):
            raise ValueError("sounds without a name")
    except Exception as error:  # np.load raises whatever a broken zip makes it raise
        raise FileError(f"{origin} is damaged ({error}); export the model again.") from error
    return found


def read_map(model: Path | str) -> GrainMap | None:
    """The map inside a model file; None where it has none, as in foreign and older models.

    Raises:
        FileError: the file cannot be read, or its map is damaged.

    Examples:
        >>> import granvae
        >>> grain_map = granvae.read_map(model)
        >>> loudest = grain_map.descriptors["loudness"].argmax()
        >>> grain_map.latents[loudest].shape
        (16,)
    """
    try:
        data = read_member(model, MAP_FILE)
    except (OSError, zipfile.BadZipFile) as error:
        raise FileError(
            f"{model} cannot be read ({error}); give a file that `granvae export` wrote."
        ) from error
    return map_from_bytes(data, f"{MAP_FILE} in {model}") if data else None
