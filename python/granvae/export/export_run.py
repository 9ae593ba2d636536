"""From a training run to ``model.ts``, the file that every host loads."""

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import numpy as np
import torch

from granvae.data.atomic_write import atomic_write
from granvae.engine.grain_map import MAP_FILE
from granvae.engine.model_info import FORMAT
from granvae.errors import GranvaeError
from granvae.export.codec import Codec, Floats, codec_of_run
from granvae.export.grain_map import map_of_run
from granvae.export.graph_rewrites import rewrite
from granvae.export.latent_basis import LatentBasis, fit_latent_basis, statistics
from granvae.export.model_file import PCA_FILE, open_model_file, quiet_torchscript
from granvae.export.model_writer import write_model
from granvae.export.native_encoder import NO_ENCODER
from granvae.export.native_program import check_native, check_native_encoder, native_program
from granvae.export.nn_tilde_module import DEFAULT_NOISE, NnTildeModule
from granvae.models.attribute_regularisation import place_controls
from granvae.models.base import GrainModel
from granvae.models.noise_seeds import noise_offsets
from granvae.training.config import unreadable
from granvae.training.run_folder import LATENTS, Run, Summary, load_correlations

TOLERANCE = 1e-4  # -80 dB; a file further from the trained model is not the trained model
ENCODER_TOLERANCE = 1e-3  # standard deviations; a native encoder that is further off is left out

_COMPARED = 256  # latents that are decoded both ways
_ENCODED = 64  # grains that are encoded both ways
_HOST_RANGE = 4.0  # standard deviations; half of the compared latents lie anywhere up to there


def export_run(run: Run, out: Path, origin: str = "", with_map: bool = True) -> dict[str, Any]:
    """Write the best model of a run as TorchScript, and check the file against the model.

    The graph is rewritten (:mod:`granvae.export.graph_rewrites`) and scripted but not frozen:
    freezing would fold the weights into constants, which no host could then move to another device;
    granvae~ freezes what it has read. The file appears whole or not at all.

    Args:
        run: a finished or interrupted run.
        out: the file to write; an older one is replaced.
        origin: where its sounds come from and whose they are, for those who get the file.
        with_map: whether it holds training grains, which the explorer shows, and which ``random``
            and ``walk`` play from.

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
    basis = _fit(run, latents, codec)
    trained = run.model.cpu().eval()
    rewritten, graph = rewrite(trained)
    aligned = run.config.align == "peak"
    host = NnTildeModule(rewritten, basis, codec.sample_rate, aligned).eval().requires_grad_(False)
    with quiet_torchscript():
        script = torch.jit.script(host)
    points = _points(latents, basis)
    expected = _decoder_of(trained, basis.from_host(points))
    error = {"in_memory": _difference(script, points, expected)}
    metadata = _describe(run, out, basis, latents)
    metadata |= {"origin": origin, "graph": graph, "export_error": error}
    extra = {MAP_FILE: map_of_run(run, basis.to_host, codec.decode)} if with_map else {}
    if codec.pca is not None:
        extra[PCA_FILE] = codec.pca.to_bytes()
    program = native_program(trained, basis, codec.sample_rate)
    with atomic_write(out) as part:
        # Written twice: how far the reloaded file is from the model is part of the file.
        write_model(script, part, metadata, extra, program)
        if program:
            graph["native"] = check_native(part, points, expected)
            grains = expected(1.0)[:_ENCODED]
            off = check_native_encoder(part, grains, open_model_file(part).encode(grains))
            graph["native"]["error_of_encoder"] = off
            if graph["native"]["error"] > TOLERANCE:
                program = None
            elif not off <= ENCODER_TOLERANCE:
                program = replace(program, encoder=NO_ENCODER)
        error["reloaded"] = _difference(open_model_file(part).module, points, expected)
        write_model(script, part, metadata, extra, program)
        worst = max(*error.values(), _difference(open_model_file(part).module, points, expected))
        if worst > TOLERANCE:
            raise GranvaeError(
                f"The exported graph of {run.folder} decodes up to {worst:.2g} of full scale away "
                "from the trained model, so that it was not written; "
                "please report this with the run's config.json."
            )
    return metadata


def _training_latents(run: Run) -> Floats:
    path = run.folder / LATENTS
    advice = "finish the training with `granvae train … --resume`"
    with unreadable(path, "does not hold the latents of the training grains", advice):
        with np.load(path, allow_pickle=False) as arrays:
            latents: Floats = np.asarray(arrays["latents"], np.float32)
        if latents.ndim != 2 or latents.shape[1] != run.config.latent or not len(latents):
            raise ValueError(f"shape {latents.shape}")
        if not np.isfinite(latents).all():
            raise ValueError("values that are not finite")
        return latents


def _fit(run: Run, latents: Floats, codec: Codec) -> LatentBasis:
    controls = {c.name: c.dimension for c in place_controls(run.model, run.config.controls)}
    gain = run.model.gain_dimension
    basis = fit_latent_basis(latents, codec.decode, gain if gain >= 0 else None, controls)
    if not basis.count:
        raise GranvaeError(
            f"All {codec.latent} latents of {run.folder} are collapsed, so that it decodes one and "
            "the same sound and was not exported; train it longer, or with a smaller --beta."
        )
    return basis


def _describe(run: Run, out: Path, basis: LatentBasis, latents: Floats) -> dict[str, Any]:
    config, model = run.config, run.model
    return {
        "format": FORMAT,
        "name": out.stem,
        "sample_rate": config.sample_rate,
        "grain": config.grain,
        "latent": basis.count,
        "collapsed": basis.collapsed,
        "align": config.align,
        "noise_bands": model.bands,
        "labels": list(basis.labels),
        "controls": load_correlations(run.folder),
        "statistics": statistics(basis.to_host(latents)),
        "variance_explained": [round(float(v), 6) for v in basis.variance_explained],
        "rotation": {
            "mean": basis.mean.tolist(),
            "to_model": basis.to_model.tolist(),
            "deviation": basis.standard_deviation.tolist(),
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


def _finite(summary: Summary) -> dict[str, object]:
    """Without infinities and NaN, which JSON does not know, such as the best loss before any."""
    return {
        name: None if isinstance(value, float) and not math.isfinite(value) else value
        for name, value in summary.items()
    }


def _points(latents: Floats, basis: LatentBasis) -> Floats:
    """Host latents to compare at: of training grains, and some far out."""
    rng = np.random.default_rng(0)
    near = basis.to_host(latents[rng.integers(0, len(latents), _COMPARED // 2)])
    far = rng.uniform(-_HOST_RANGE, _HOST_RANGE, (_COMPARED // 2, basis.count))
    return np.concatenate([near, far], dtype=np.float32)


def _decoder_of(model: GrainModel, latents: Floats) -> Callable[[float], Floats]:
    """From an amount of noise to what the trained model decodes, grain k with the seed k."""
    seeds = torch.arange(len(latents))

    @torch.inference_mode()
    def decode(amount: float) -> Floats:
        z = torch.from_numpy(latents)
        grains = model.decode_with_noise(z, amount, noise_offsets(seeds))
        return np.asarray((grains if amount else model.decode(z)).numpy(), np.float32)

    return decode


def _difference(script: Any, points: Floats, expected: Callable[[float], Floats]) -> float:
    """The largest absolute difference in decoded samples, full scale being 1, without noise and
    with all of it."""
    # Two batches of many frames, so that the order of batch, frames and dimensions is tried too.
    frames = torch.from_numpy(points).reshape(2, -1, points.shape[1]).transpose(1, 2)
    differences = []
    for amount in (0.0, 1.0):
        grains = expected(amount)
        script.set_noise(amount)
        script.set_seed(0)
        with torch.inference_mode():
            decoded = script.decode(frames).reshape(grains.shape).numpy()
        differences.append(np.abs(decoded - grains))
    script.set_noise(DEFAULT_NOISE)
    script.set_seed(0)
    error = float(np.max(differences))
    return error if np.isfinite(error) else float("inf")
