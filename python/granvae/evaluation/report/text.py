"""What the metrics mean, in sentences, for the terminal and the report."""

from granvae.analysis.training_curves import Curve
from granvae.evaluation.latent_probes import PATHS, STEPS, Smoothness
from granvae.evaluation.result import Evaluation, Scores

_SIGNIFICANT_DB = 0.5  # smaller gaps may come from the choice of files
_LEVEL = 0.01  # a later rise below this share of the fall still counts as level
_NEAR_DB = 1.0  # below the model; where the nearest training grain is better, it is as good
_EVEN, _JUMPY = 1.5, 2.5  # path smoothness up to which a path is even, and has few jumps


def system_name(system: str, latent: int) -> str:
    """What tables call a system."""
    return {
        "model": "this model",
        "encoder": "its encoder without refinement",
        "pca": f"PCA, {latent} numbers",
        "nearest": "nearest training grain",
    }.get(system, system)


def scored_name(result: Evaluation, system: str) -> str:
    """As `system_name`, with the number of files where the system was not scored on all."""
    name, files = system_name(system, result.latent), len(result.scores[system].files)
    return name if files == len(result.files) else f"{name}, {files} held-out files"


def headline_scores(result: Evaluation) -> tuple[dict[str, Scores], str]:
    """The scores to look at first, and of which files: ``{}`` stands for "files".

    Those of recordings from elsewhere, or of held-out files, or of all.
    """
    if result.elsewhere.get("model"):
        return result.elsewhere, "{} from elsewhere"
    if result.held_out.get("model"):
        return result.held_out, "held-out {}"
    return result.scores, "{}"


def summary(result: Evaluation) -> str:
    """The result in one or two sentences.

    For example: "On 4 held-out files, this model reaches 13.4 dB SI-SDR, 3.6 dB above PCA …".
    """
    scores, which = headline_scores(result)
    own = scores["model"].mean_of_files
    count = len(scores["model"].files)
    text = f"On {count} {which.format(files(count))}, this model reaches {own.si_sdr_db:.1f} dB"
    ratio = own.si_sdr_db
    baselines = {"pca": "PCA with as many numbers", "nearest": "the nearest stored training grain"}
    gains = [
        f"{amount(ratio - scores[system].mean_of_files.si_sdr_db, 'above', 'below')} {name}"
        for system, name in baselines.items()
        if scores.get(system)
    ]
    text += " SI-SDR" + (f", {' and '.join(gains)}" if gains else "")
    return f"{text}. Its log-spectral distance is {own.lsd_db:.1f} dB."


def knows_both_sides(result: Evaluation) -> bool:
    """Whether there are scores of training files and of held-out ones."""
    return bool(result.training.get("model") and result.held_out.get("model"))


def gap(result: Evaluation) -> list[str]:
    """How much is lost from training to held-out files, and from these to others, and why."""
    if not knows_both_sides(result):
        return [
            "Training and held-out files cannot be compared, because the training files are "
            "unknown or not at hand."
        ]
    sentences = [_neighbours(result.held_out, "held-out") or _over_fitting(result)]
    if result.elsewhere.get("model"):
        sentences.append(_neighbours(result.elsewhere, "other") or _other_sounds(result))
    return sentences


def _neighbours(part: dict[str, Scores], which: str) -> str:
    """A warning where files are so near the training that memory does as well as the model."""
    if not part.get("nearest"):
        return ""
    nearest, own = (part[name].mean_of_files.si_sdr_db for name in ("nearest", "model"))
    if nearest < own - _NEAR_DB:
        return ""
    as_well = "better than" if nearest > own + _NEAR_DB else "as well as"
    text = (
        f"The training holds neighbours of the {which} files: its nearest grain reproduces these "
        f"{as_well} the model ({nearest:.1f} against {own:.1f} dB SI-SDR), so that they measure "
        "memory and say nothing "
    )
    if which == "other":
        return f"{text}of other kinds of sound. Evaluate other instruments, or other voices."
    return (
        f"{text}of over-fitting. Hold out whole takes or instruments (granvae train --held-out "
        "PATTERN), or evaluate recordings from elsewhere."
    )


def _over_fitting(result: Evaluation) -> str:
    own = _lost(result.training, result.held_out, "model")
    if own < _SIGNIFICANT_DB:
        return (
            f"No over-fitting to speak of: held-out files come out {amount(own)} than training "
            "files (SI-SDR)."
        )
    text = f"held-out files lose {own:.1f} dB of SI-SDR against training files"
    if not result.training.get("pca"):
        return f"Over-fitting: {text}. More sounds, or less training, would narrow this."
    linear = _lost(result.training, result.held_out, "pca")
    if linear >= own - _SIGNIFICANT_DB:
        return (
            f"No over-fitting to speak of: {text}, but PCA, which cannot memorise, loses "
            f"{linear:.1f} dB too. These files are harder."
        )
    if linear < _SIGNIFICANT_DB:
        return (
            f"Over-fitting: {text}. PCA, which cannot memorise, loses next to nothing, so the "
            "network has memorised them. More and more varied sounds would narrow this."
        )
    return (
        f"Over-fitting: {text}. PCA, which cannot memorise, loses {linear:.1f} dB too, because "
        f"these files are harder. The other {own - linear:.1f} dB are memorised. More and more "
        "varied sounds would narrow this."
    )


def _other_sounds(result: Evaluation) -> str:
    own = _lost(result.held_out, result.elsewhere, "model")
    count = len(result.elsewhere["model"].files)
    text = (
        f"{count} {files(count)} from elsewhere: grains come out {amount(own)} than those of the "
        "run's own held-out files (SI-SDR)"
    )
    if not result.elsewhere.get("pca"):
        return f"{text}."
    linear = _lost(result.held_out, result.elsewhere, "pca")
    text += f", with PCA {amount(linear)}"
    if own - linear < _SIGNIFICANT_DB:
        return f"{text}. Sounds of another kind cost the network no more than PCA."
    return (
        f"{text}. The {own - linear:.1f} dB between both are the price of a kind of sound that is "
        "not in the corpus. Training with some of it would save them."
    )


def audible(result: Evaluation) -> str:
    """How many latents one hears."""
    inaudible = [one.label for one in result.effects if not one.audible]
    count = len(result.effects)
    text = f"{count - len(inaudible)} of {count} latents are audible"
    return f"{text}; {', '.join(inaudible)} change almost nothing." if inaudible else f"{text}."


def smoothness(value: Smoothness) -> str:
    """How evenly the sound changes along a path."""
    step = value.spectral
    verdict = "an even path" if step <= _EVEN else "some jumps" if step <= _JUMPY else "clear jumps"
    return (
        f"On a straight path of {STEPS} steps between two recorded grains, the largest step is "
        f"{step:.2f} times the mean step: {verdict}. Steps are log-spectral distances, and this is "
        f"the median over {PATHS} paths. In the waveform, whose steps also grow with the level, it "
        f"is {value.waveform:.2f} times."
    )


def over_training(validation: Curve | None) -> str:
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
        f"{steps[-1]:.0f} and ended at {values[-1]:.4g}. The weights of the lowest are used."
    )


def setting(value: object) -> str:
    """A value of a configuration.

    >>> setting(("loudness", "centroid")), setting(None), setting(0.002)
    ('loudness, centroid', 'not set', '0.002')
    """
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "none"
    return "not set" if value is None else str(value)


def files(count: int) -> str:
    """The noun for a number of files."""
    return "file" if count == 1 else "files"


def _lost(here: dict[str, Scores], there: dict[str, Scores], system: str) -> float:
    """SI-SDR in dB that a system loses from some files to others, mean over files."""
    before, after = (side[system].mean_of_files.si_sdr_db for side in (here, there))
    return before - after


def amount(decibels: float, positive: str = "worse", negative: str = "better") -> str:
    """A difference in dB and what its sign means."""
    return f"{abs(decibels):.1f} dB {positive if decibels >= 0.0 else negative}"
