"""What the metrics of whole sounds mean, in sentences and in cells of tables."""

from granvae.analysis.bands import REAL_NOISY
from granvae.evaluation.band_scores import BANDS, BandScores
from granvae.evaluation.draws import DrawScores
from granvae.evaluation.report import text
from granvae.evaluation.result import Evaluation
from granvae.evaluation.sound_scores import RECORDING, SHARES, SoundMetrics
from granvae.evaluation.sounds import OFFSET, SCALE

_BAND_DB = 1.5  # bias of a band up to which it has its level
_ALIKE, _TOLD = 0.6, 0.75  # AUC up to which grains are alike, and above which one tells them
_CLICK = 0.1  # share of the highs in the middle of a grain, beyond the recorded one


DRAW_HEADINGS = ("AUC ↓", "noisy ↓", "periodicity ↑")


def sound_name(result: Evaluation, system: str) -> str:
    """What tables of whole sounds call a system."""
    return {
        RECORDING: "the recording",
        "with noise": "this model, with its noise",
        "no network": "the recorded grains, without a network",
        "no places": "this model's points, without places",
        "scaled": f"all latents scaled by {SCALE:g}",
        "offset": f"all latents offset by {OFFSET:g} σ",
    }.get(system, text.system_name(system, result.latent))


def sound_value(metrics: SoundMetrics, metric: str) -> str:
    """A metric of whole sounds in a table; empty where it has no meaning."""
    value = float(getattr(metrics, metric))
    if value != value:
        return ""
    return f"{100.0 * value:.0f} %" if metric in SHARES else f"{value:.1f}"


def headline_medians(result: Evaluation) -> tuple[dict[str, SoundMetrics], str]:
    """By system, the medians to look at first, and of which files: not trained on, if possible."""
    others = [name for name in result.sounds.files if name not in result.training_files]
    names = others or result.sounds.files
    seconds = sum(result.sounds.seconds[name] for name in names)
    known = " not trained on" if others and result.sides else ""
    return (
        result.sounds.medians(names),
        f"{seconds:.0f} s of {len(names)} {text.files(len(names))}{known}",
    )


def played_sounds(result: Evaluation) -> str:
    """What whole sounds keep of the recordings when they are played."""
    if not result.sounds:
        return "No whole sound was played."
    medians, which = headline_medians(result)
    own, recording, edited = (medians[name] for name in ("model", RECORDING, "scaled"))
    said = f"Played by the engine, {which}, in the median: "
    if own.pitch != own.pitch:
        said += "no file has a pitch to keep, and "
    else:
        said += f"{100.0 * own.pitch:.0f} % of voiced frames keep their pitch"
        said += f" ({100.0 * edited.pitch:.0f} % after scaling all latents by {SCALE:g}), "
        said += f"harmonics are {own.hnr_db:.1f} dB above the rest (recorded: "
        said += f"{recording.hnr_db:.1f} dB), and "
    return f"{said}the whole sound has {own.si_sdr_db:.1f} dB SI-SDR."


def band_values(bands: BandScores) -> list[str]:
    """A row of the table whose columns are `BAND_HEADINGS`; empty where a value is unknown."""
    shares = (bands.concentration, bands.recorded_concentration)
    return [
        *(f"{round(bias, 1) + 0.0:+.1f}" if bias == bias else "" for bias in bands.bias_db),
        f"{bands.error_db:.1f}",
        *(f"{100.0 * share:.0f} %" if share == share else "" for share in shares),
    ]


def band_levels(result: Evaluation) -> str:
    """How loud bands are in what is played."""
    bands = result.sounds.mean_bands(result.sounds.heard)
    if bands is None:
        return ""
    far = [
        f"{name} by {text.amount(bias, 'too loud', 'too quiet')}"
        for name, bias in zip(BANDS, bands.bias_db, strict=True)
        if abs(bias) > _BAND_DB
    ]
    said = f"Bands of the spectrum differ from the recordings by {bands.error_db:.1f} dB; "
    said += f"in the mean, {', '.join(far)}." if far else "in the mean, each has its level."
    if bands.concentration > _CLICK + bands.recorded_concentration:
        said += (
            f" {100.0 * bands.concentration:.0f} % of the highs lie in the middle of a grain, "
            f"where recordings have {100.0 * bands.recorded_concentration:.0f} %: noise sounds as "
            "clicks."
        )
    return said


def draw_name(kind: str) -> str:
    """What tables call a kind of points."""
    return {
        "random": "random points",
        "random prior": "random points of the prior",
        "walk": "ends of walks",
        "learned": "learned grains themselves",
        "line": "middles of straight lines",
    }[kind]


def draw_values(scores: DrawScores) -> list[str]:
    """A row of the table whose columns are `DRAW_HEADINGS`."""
    auc = f"{scores.auc:.2f}" if scores.auc == scores.auc else ""
    return [auc, f"{100.0 * scores.noisy:.0f} %", f"{scores.periodicity:.2f}"]


def drawn_points(result: Evaluation) -> str:
    """How points sound that no recording gave."""
    draws = result.draws
    own, line = draws.kinds["random"], draws.kinds["line"]
    if own.auc != own.auc:
        return "There are too few grains to compare drawn points with."
    verdict = (
        "can hardly be told"
        if own.auc <= _ALIKE
        else "differ"
        if own.auc <= _TOLD
        else "differ much"
    )
    said = (
        f"Random points {verdict} from recorded grains: a classifier has an AUC of {own.auc:.2f} "
        f"(0.5 is chance), and {100.0 * own.noisy:.0f} % are noisy, of recorded grains "
        f"{100.0 * REAL_NOISY:.0f} %. "
    )
    if draws.has_map:
        said += f"Walks have an AUC of {draws.kinds['walk'].auc:.2f}. "
    else:
        said += "The model has no map with places, and draws from the prior instead. "
    return said + (
        f"In the middle of straight lines, grains have a periodicity of {line.periodicity:.2f}; "
        f"those at the ends {draws.periodicity:.2f}."
    )
