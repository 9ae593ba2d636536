"""What the figures mean, in sentences."""

from __future__ import annotations

from granvae.evaluation.latent_probes import Smoothness
from granvae.evaluation.result import Evaluation
from granvae.evaluation.scores import Scores

_SIGNIFICANT_DB = 0.5  # gaps below are within what a choice of files makes
_LEVEL = 0.01  # of the way that a loss came down; less than that up again is level


def title_of(system: str, latent: int) -> str:
    """How a table calls a system."""
    return {
        "model": "this model",
        "encoder": "its encoder without refinement",
        "pca": f"PCA, {latent} numbers",
        "nearest": "nearest training grain",
    }.get(system, system)


def judged_title(result: Evaluation, system: str) -> str:
    """As `title_of`, with the number of files where not all were judged."""
    title = title_of(system, result.latent)
    files = result.scores[system].files
    return title if len(files) == len(result.files) else f"{title}, {len(files)} unseen files"


def short_title(system: str) -> str:
    """The same where there is little room."""
    short = {"model": "model", "encoder": "encoder", "pca": "PCA", "nearest": "nearest"}
    return short.get(system, system)


def newest(result: Evaluation) -> tuple[dict[str, Scores], str]:
    """The figures by which a model is judged first, and of which files they are.

    Those of recordings from elsewhere, or of files that the training did not hear, or of all.
    """
    for scores, kind in ((result.elsewhere, "from elsewhere"), (result.unseen, "not trained on")):
        if scores.get("model"):
            return scores, kind
    return result.scores, ""


def summary(result: Evaluation) -> str:
    """The result in one or two sentences."""
    scores, kind = newest(result)
    mine = scores["model"].mean_of_files
    about = f"{_count(scores['model'])} {kind}".rstrip()
    text = f"On {about}, this model reaches {mine['si_sdr_db']:.1f} dB SI-SDR"
    if scores.get("pca"):
        more = mine["si_sdr_db"] - scores["pca"].mean_of_files["si_sdr_db"]
        text += f", {_more(more)} PCA with as many numbers"
    if scores.get("nearest"):
        more = mine["si_sdr_db"] - scores["nearest"].mean_of_files["si_sdr_db"]
        text += f" and {_more(more)} the nearest stored training grain"
    return f"{text}, at a log-spectral distance of {mine['lsd_db']:.1f} dB."


def gap(result: Evaluation) -> list[str]:
    """Seen beside unseen files, and these beside others: how large each gap is, and why."""
    if not result.training.get("model") or not result.unseen.get("model"):
        return [
            "Seen and unseen files cannot be compared, because the training files are not known "
            "or not at hand."
        ]
    sentences = [_over_fitting(result)]
    if result.elsewhere.get("model"):
        sentences.append(_strangeness(result))
    return sentences


def _over_fitting(result: Evaluation) -> str:
    mine = _lost(result.training, result.unseen, "model")
    if mine < _SIGNIFICANT_DB:
        return (
            f"No over-fitting to speak of: files that the training did not hear come out "
            f"{_loss(mine)} than those that it heard (SI-SDR)."
        )
    text = f"Over-fitting: {mine:.1f} dB of SI-SDR are lost from seen to unseen files"
    if not result.training.get("pca"):
        return f"{text}; more sounds, or less training, would narrow this."
    linear = _lost(result.training, result.unseen, "pca")
    if linear >= mine - _SIGNIFICANT_DB:
        return (
            f"No over-fitting to speak of: {mine:.1f} dB of SI-SDR are lost from seen to unseen "
            f"files, but PCA, which cannot learn by heart, loses {linear:.1f} dB there too: these "
            "files are harder."
        )
    if linear < _SIGNIFICANT_DB:
        return (
            f"{text}, and PCA, which cannot learn by heart, loses next to nothing: the network "
            "learned them by heart. More and more varied sounds would narrow this."
        )
    return (
        f"{text}, of which PCA, which cannot learn by heart, loses {linear:.1f} dB too, because "
        f"these files are harder; the other {mine - linear:.1f} dB are what the network learned by "
        "heart. More and more varied sounds would narrow this."
    )


def _strangeness(result: Evaluation) -> str:
    mine = _lost(result.unseen, result.elsewhere, "model")
    files = _count(result.elsewhere["model"])
    text = (
        f"Of {files} from elsewhere, grains come out {_loss(mine)} than of unseen files of the "
        "run's own folder (SI-SDR)"
    )
    if not result.elsewhere.get("pca"):
        return f"{text}."
    linear = _lost(result.unseen, result.elsewhere, "pca")
    text += f", PCA of them {_loss(linear)}"
    strange = mine - linear
    if strange < _SIGNIFICANT_DB:
        return f"{text}: strange sounds cost the network no more than PCA."
    return (
        f"{text}: the {strange:.1f} dB between both are the price of sounds of a kind that the "
        "network never heard. Training with some of them would spare it."
    )


def audible(result: Evaluation) -> str:
    """How many dimensions one hears."""
    heard = sum(one.audible for one in result.dimensions)
    text = f"{heard} of {len(result.dimensions)} dimensions are audible"
    silent = [one.label for one in result.dimensions if not one.audible]
    return f"{text}; {', '.join(silent)} change almost nothing." if silent else f"{text}."


def smoothness(value: Smoothness) -> str:
    """Whether one glides through the space."""
    heard = value.heard
    verdict = "an even glide" if heard <= 1.5 else "some jumps" if heard <= 2.5 else "clear jumps"
    return (
        f"On a straight path of 16 steps between two recorded grains, the largest step is "
        f"{heard:.2f} times the mean step (log-spectral distance), in the median over 200 paths: "
        f"{verdict}. In the wave, whose steps also grow with the level, it is {value.wave:.2f} "
        "times."
    )


def over_training(validation: tuple[list[float], list[float]] | None) -> str:
    """What the curve of the validation loss says."""
    if validation is None or len(validation[1]) < 2:
        return ""
    steps, values = validation
    least = min(range(len(values)), key=values.__getitem__)
    if least == len(values) - 1:
        return "The validation loss still fell at the end: a longer training may do better."
    if values[-1] - values[least] <= _LEVEL * (values[0] - values[least]):
        return (
            f"The validation loss came down to {values[least]:.4g} and stayed there: the training "
            "was neither too long nor, on these sounds, too short."
        )
    return (
        f"The validation loss was lowest, {values[least]:.4g}, at step {steps[least]:.0f} of "
        f"{steps[-1]:.0f} and ended at {values[-1]:.4g}; the weights of the lowest are used."
    )


def _count(scores: Scores) -> str:
    files = len(scores.files)
    return f"{files} file{'s' if files != 1 else ''}"


def _lost(here: dict[str, Scores], there: dict[str, Scores], system: str) -> float:
    """SI-SDR in dB that a system loses from some files to others, mean over files."""
    before, after = (side[system].mean_of_files["si_sdr_db"] for side in (here, there))
    return before - after


def _more(decibels: float) -> str:
    return f"{abs(decibels):.1f} dB {'above' if decibels >= 0.0 else 'below'}"


def _loss(decibels: float) -> str:
    return f"{abs(decibels):.1f} dB {'worse' if decibels >= 0.0 else 'better'}"
