"""What the figures mean, in sentences."""

from __future__ import annotations

from granvae.evaluation import Evaluation
from granvae.scores import Figures, Scores

_SIGNIFICANT_DB = 0.5  # gaps below are within what a choice of files makes


def title_of(system: str, latent: int) -> str:
    """How a table calls a system."""
    return {
        "model": "this model",
        "encoder": "its encoder without refinement",
        "pca": f"PCA, {latent} numbers",
        "nearest": "nearest training grain",
    }.get(system, system)


def short_title(system: str) -> str:
    """The same where there is little room."""
    short = {"model": "model", "encoder": "encoder", "pca": "PCA", "nearest": "nearest"}
    return short.get(system, system)


def summary(result: Evaluation) -> str:
    """The result in one or two sentences."""
    unseen = result.unseen.get("model")
    about = f"{_count(unseen)} that the training did not hear" if unseen else _about(result)
    scores = result.unseen if unseen else result.scores
    mine = scores["model"].mean_of_files
    text = f"On {about}, this model reaches {mine['si_sdr_db']:.1f} dB SI-SDR"
    if scores.get("pca"):
        more = mine["si_sdr_db"] - scores["pca"].mean_of_files["si_sdr_db"]
        text += f", {_more(more)} PCA with as many numbers"
    if scores.get("nearest"):
        more = mine["si_sdr_db"] - scores["nearest"].mean_of_files["si_sdr_db"]
        text += f" and {_more(more)} the nearest stored training grain"
    return f"{text}, at a log-spectral distance of {mine['lsd_db']:.1f} dB."


def gap(result: Evaluation) -> list[str]:
    """Seen beside unseen: how large the gap is, and where it comes from."""
    if not result.training.get("model") or not result.unseen.get("model"):
        return [
            "Seen and unseen files cannot be compared, because the training files are not known "
            "or not at hand."
        ]
    mine = _gap(result, "model")
    if mine < _SIGNIFICANT_DB:
        return [
            f"No over-fitting to speak of: files that the training did not hear come out "
            f"{_loss(mine)} than those that it heard (SI-SDR)."
        ]
    text = f"Over-fitting: {mine:.1f} dB of SI-SDR are lost from seen to unseen files"
    if not result.training.get("pca"):
        return [f"{text}; more sounds, or less training, would narrow this."]
    linear = _gap(result, "pca")
    if linear >= mine - _SIGNIFICANT_DB:
        return [
            f"No over-fitting to speak of: {mine:.1f} dB of SI-SDR are lost from seen to unseen "
            f"files, but PCA, which cannot learn by heart, loses {linear:.1f} dB there too: these "
            "files are harder."
        ]
    harder = max(linear, 0.0)
    if harder < _SIGNIFICANT_DB:
        return [
            f"{text}, and PCA, which cannot learn by heart, loses next to nothing: the network "
            "learned them by heart. More and more varied sounds would narrow this."
        ]
    return [
        f"{text}, of which PCA, which cannot learn by heart, loses {harder:.1f} dB too, because "
        f"these files are harder; the other {mine - harder:.1f} dB are what the network learned by "
        "heart. More and more varied sounds would narrow this."
    ]


def audible(result: Evaluation) -> str:
    """How many dimensions one hears."""
    heard = sum(one.audible for one in result.dimensions)
    text = f"{heard} of {len(result.dimensions)} dimensions are audible"
    silent = [one.label for one in result.dimensions if not one.audible]
    return f"{text}; {', '.join(silent)} change almost nothing." if silent else f"{text}."


def smoothness(value: float) -> str:
    """Whether one glides through the space."""
    verdict = "an even glide" if value <= 1.5 else "some jumps" if value <= 2.5 else "clear jumps"
    return (
        f"On a straight path of 16 steps between two recorded grains, the largest step is "
        f"{value:.2f} times the mean step, in the median over 200 paths: {verdict}."
    )


def over_training(validation: tuple[list[float], list[float]] | None) -> str:
    """What the curve of the validation loss says."""
    if validation is None or len(validation[1]) < 2:
        return ""
    steps, values = validation
    least = min(range(len(values)), key=values.__getitem__)
    if least == len(values) - 1:
        return "The validation loss still fell at the end: a longer training may do better."
    return (
        f"The validation loss was lowest, {values[least]:.4g}, at step {steps[least]:.0f} of "
        f"{steps[-1]:.0f} and ended at {values[-1]:.4g}; the weights of the lowest are used."
    )


def _about(result: Evaluation) -> str:
    return _count(result.scores["model"])


def _count(scores: Scores) -> str:
    files = len(scores.files)
    return f"{files} file{'s' if files != 1 else ''}"


def _gap(result: Evaluation, system: str) -> float:
    def ratio(figures: Figures) -> float:
        return figures["si_sdr_db"]

    seen, unseen = result.training[system], result.unseen[system]
    return ratio(seen.mean_of_files) - ratio(unseen.mean_of_files)


def _more(decibels: float) -> str:
    return f"{abs(decibels):.1f} dB {'above' if decibels >= 0.0 else 'below'}"


def _loss(decibels: float) -> str:
    return f"{abs(decibels):.1f} dB {'worse' if decibels >= 0.0 else 'better'}"
