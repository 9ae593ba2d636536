"""From a training run to ``model.ts``, the file that every host loads."""

from __future__ import annotations

import io
import json
import math
import os
import tempfile
import zipfile
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import numpy as np
import torch

from granvae.engine.grain_map import MAP_FILE
from granvae.errors import GranvaeError
from granvae.export import model_file
from granvae.export.codec import Codec, Floats, codec_of_run
from granvae.export.grain_map import map_of_run
from granvae.export.graph_rewrites import rewrite
from granvae.export.latent_basis import HostLatents, fit_host_latents, statistics
from granvae.export.native_program import NATIVE_FILE, check_native, native_program
from granvae.export.nn_tilde_module import HostModel
from granvae.models.attribute_regularisation import load_correlations, place_controls
from granvae.training.run_folder import Run

TOLERANCE = 1e-4  # -80 dB; a file further from the trained model is not the trained model

_COMPARED = 256  # latents that are decoded both ways
_HOST_RANGE = 4.0  # deviations; half of the compared latents lie anywhere up to there


def export_run(run: Run, out: Path) -> dict[str, Any]:
    """Write the best model of a run as TorchScript, and check the file against the model.

    The graph is rewritten (:mod:`granvae.export.graph_rewrites`) and scripted but not frozen:
    freezing would fold the weights into constants, which no host could then move to another device;
    granvae~ freezes what it has read. The file appears whole or not at all.

    Args:
        run: a finished or interrupted run.
        out: the file to write; an older one is replaced.

    Returns:
        The contents of ``granvae.json``.

    Raises:
        GranvaeError: the file cannot be written, or does not decode as the trained model does, or
            all of its latents are collapsed.
    """
    codec = codec_of_run(run)
    latents = _training_latents(run)
    if not np.isfinite(codec.decode(latents[:_COMPARED])).all():
        raise GranvaeError(
            f"The model of {run.folder} decodes to values that are not finite (NaN or infinity), "
            "so that it was not exported; train it again."
        )
    turned = _fit(run, latents, codec)
    trained = run.model.cpu().eval()
    rewritten, graph = rewrite(trained)
    host = HostModel(rewritten, turned, codec.sample_rate).eval()
    for parameter in host.parameters():
        parameter.requires_grad_(False)
    with model_file.quiet_torchscript():
        script = torch.jit.script(host)
    metadata = _describe(run, out, turned, latents) | {"graph": graph}
    points = _points(latents, turned)
    difference = _difference(script, codec, turned, points)
    extra = {MAP_FILE: map_of_run(run, turned.to_host, codec.decode)}
    if codec.pca is not None:
        extra[model_file.PCA_FILE] = codec.pca.to_bytes()
    program = native_program(trained, turned, codec.sample_rate)
    if program is not None:
        extra[NATIVE_FILE] = program
    temporary = _temporary(out)
    try:
        # Written twice: how far the reloaded file is from the model is itself part of the file.
        metadata["export_error"] = {"in_memory": difference}
        _save(script, temporary, metadata, extra)
        if program is not None:
            graph["native"] = check_native(
                temporary, points, codec.decode(turned.from_host(points))
            )
            if graph["native"]["error"] > TOLERANCE:
                del extra[NATIVE_FILE]
        reloaded = _difference(model_file.load_model(temporary).module, codec, turned, points)
        metadata["export_error"]["reloaded"] = reloaded
        _save(script, temporary, metadata, extra)
        again = _difference(model_file.load_model(temporary).module, codec, turned, points)
        if max(difference, reloaded, again) > TOLERANCE:
            raise GranvaeError(
                f"The exported graph of {run.folder} decodes up to {max(difference, again):.2g} "
                "of full scale away from the trained model, so that it was not written; "
                "please report this with the run's config.json."
            )
        os.replace(temporary, out)
    except OSError as error:
        raise GranvaeError(
            f"{out} cannot be written ({error.strerror}); choose another place or make room."
        ) from error
    finally:
        temporary.unlink(missing_ok=True)
    return metadata


def _training_latents(run: Run) -> Floats:
    path = run.folder / "latents.npz"
    try:
        with np.load(path, allow_pickle=False) as arrays:
            latents: Floats = np.asarray(arrays["latents"], np.float32)
        if latents.ndim != 2 or latents.shape[1] != run.config.latent or not len(latents):
            raise ValueError(f"shape {latents.shape}")
        if not np.isfinite(latents).all():
            raise ValueError("values that are not finite")
    except Exception as error:  # np.load raises whatever a broken zip makes it raise
        raise GranvaeError(
            f"{path} does not hold the latents of the training grains ({error}); "
            "finish the training with `granvae train … --resume`."
        ) from error
    return latents


def _fit(run: Run, latents: Floats, codec: Codec) -> HostLatents:
    controls = {c.name: c.dimension for c in place_controls(run.model, run.config.controls)}
    gain = run.model.gain_dimension
    turned = fit_host_latents(latents, codec.decode, gain if gain >= 0 else None, controls)
    if not turned.count:
        raise GranvaeError(
            f"All {codec.latent} latents of {run.folder} are collapsed, so that it decodes one and "
            "the same sound and was not exported; train it longer, or with a smaller --beta."
        )
    return turned


def _describe(run: Run, out: Path, turned: HostLatents, latents: Floats) -> dict[str, Any]:
    config, model = run.config, run.model
    return {
        "format": model_file.FORMAT,
        "name": out.stem,
        "sample_rate": config.sample_rate,
        "grain": config.grain,
        "latent": turned.count,
        "collapsed": turned.collapsed,
        "align": config.align,
        "labels": list(turned.labels),
        "controls": load_correlations(run.folder),
        "statistics": statistics(turned.to_host(latents)),
        "variance_explained": [round(float(v), 6) for v in turned.variance_explained],
        "rotation": {
            "mean": turned.mean.tolist(),
            "to_model": turned.to_model.tolist(),
            "deviation": turned.deviation.tolist(),
        },
        "architecture": {
            "preset": config.preset,
            "class": type(model).__name__,
            "parameters": sum(p.numel() for p in model.parameters()),
        },
        "training": _finite(run.summary),
        "torch_version": torch.__version__,
        "exported": datetime.now(timezone.utc).isoformat(timespec="seconds"),
    }


def _finite(summary: dict[str, Any]) -> dict[str, Any]:
    """Without infinities and NaN, which JSON does not know, such as the best loss before any."""
    return {
        name: None if isinstance(value, float) and not math.isfinite(value) else value
        for name, value in summary.items()
    }


def _points(latents: Floats, turned: HostLatents) -> Floats:
    """Host latents to compare at: of training grains, and some far out."""
    rng = np.random.default_rng(0)
    near = turned.to_host(latents[rng.integers(0, len(latents), _COMPARED // 2)])
    far = rng.uniform(-_HOST_RANGE, _HOST_RANGE, (_COMPARED // 2, turned.count))
    return np.concatenate([near, far], dtype=np.float32)


def _difference(script: Any, codec: Codec, turned: HostLatents, points: Floats) -> float:
    """The largest absolute difference in decoded samples, full scale being 1, over `points`."""
    expected = codec.decode(turned.from_host(points))
    # Two batches of many frames, so that the order of batch, frames and dimensions is tried too.
    frames = torch.from_numpy(points).reshape(2, -1, turned.count).transpose(1, 2)
    with torch.inference_mode():
        got = script.decode(frames).reshape(-1, codec.grain).numpy()
    error = float(np.max(np.abs(got - expected)))
    return error if np.isfinite(error) else float("inf")


def _save(script: Any, path: Path, metadata: dict[str, Any], extra: dict[str, bytes]) -> None:
    described = json.dumps(metadata, indent=2, allow_nan=False).encode()
    with model_file.quiet_torchscript():
        data = script.save_to_buffer(_extra_files=extra | {model_file.METADATA_FILE: described})
    with path.open("wb") as file:
        file.write(_without_places(data))
        file.flush()
        os.fsync(file.fileno())


def _without_places(archive: bytes) -> bytes:
    """The same archive without the names of the source files: folders of whoever exports it."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as whole, zipfile.ZipFile(kept, "w") as made:
        for entry in whole.infolist():
            if not entry.filename.endswith(".debug_pkl"):
                # A date of its own would be another one in each export.
                made.writestr(zipfile.ZipInfo(entry.filename), whole.read(entry))
    return kept.getvalue()


def _temporary(out: Path) -> Path:
    """An empty file beside `out`, so that renaming it cannot cross file systems."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
    except OSError as error:
        raise GranvaeError(
            f"{out} cannot be written ({error.strerror}); choose another place."
        ) from error
    os.close(handle)
    os.chmod(name, 0o644)  # mkstemp makes it private; a model is there to be shared
    return Path(name)
