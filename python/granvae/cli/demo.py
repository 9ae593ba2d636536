"""``granvae demo``: the whole way once, into one folder."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from granvae.cli.arguments import argument, file, number
from granvae.cli.console import as_called, console, reading_progress
from granvae.cli.evaluate import print_evaluation


def demo(
    sounds: Annotated[
        list[str] | None, argument("SOUNDS", "Sound files and folders.", default="built-in sounds")
    ] = None,
    out: Annotated[Path, file("DIR", "Folder for everything.")] = Path("demo"),
    minutes: Annotated[float, number("MINUTES", "Time to train", above=0)] = 2.5,
) -> None:
    """Go the whole way once: sounds, training, model, evaluation and sound files.

    Repeated, the training goes on from where it ended. Other sounds get a run of their own.

    Example:
        granvae demo my-sounds --out my-demo --minutes 10
    """
    from granvae.cli.demo_sounds import plot_path_table, render_sounds
    from granvae.data.builtin.builtin_sounds import write_builtin_sounds
    from granvae.evaluation.evaluate import evaluate
    from granvae.export.export_run import export_run
    from granvae.training.config import TrainConfig, holds_run
    from granvae.training.train import train

    out.mkdir(parents=True, exist_ok=True)
    if not sounds:
        console.rule("1. Sounds: made here, since no folder was given")
        with console.status("plucking, striking, blowing, bowing, singing, drumming …"):
            written = write_builtin_sounds(out / "sounds")
        console.out(f"{len(written)} sounds in {out / 'sounds'}")
        sounds = [str(out / "sounds")]

    console.rule(f"2. Training: {minutes:g} minutes")
    folder = _run_folder(out, sounds)
    config = TrainConfig(sounds=tuple(sounds), minutes=minutes)
    run = train(config, folder, resume=holds_run(folder))

    console.rule("3. Export and evaluation on held-out sounds")
    model = out / "model.ts"
    export_run(run, model)
    with reading_progress() as on_progress:
        result = evaluate(
            folder, sounds, out=out / "evaluation", split="validation", on_progress=on_progress
        )
    print_evaluation(result)

    console.rule("4. Playing it with the native engine")
    renderings = render_sounds(model, out)
    shown = (path for path in result.written if path.suffix in (".html", ".png"))
    figures = [plot_path_table(model, out / "table.png"), *shown]

    console.rule("Done")
    for title, files in (("Listen to", renderings), ("Look at", figures)):
        console.out(f"{title}: {', '.join(str(path.relative_to(out)) for path in files)}")
    console.out(f"Everything is in {out.resolve()}")
    console.out("Next: play the model in the browser, render a sound, or train on your own sounds.")
    console.out(*(f"  {step}" for step in next_steps(as_called("granvae"), model, out)), sep="\n")


def next_steps(program: str, model: Path, out: Path) -> tuple[str, str, str]:
    """Commands that work with what the demo made."""
    return (
        f"{program} play {model}",
        f"{program} render {model} --random 1 --out {out / 'random.wav'}",
        f"{program} demo FOLDER --out {out}",
    )


def _run_folder(out: Path, sounds: Sequence[str]) -> Path:
    """One run for each choice of sounds, so that none is lost when one tries another folder."""
    from granvae.training.config import TrainConfig, holds_run

    folder, attempt = out / "run", 1
    while holds_run(folder) and TrainConfig.load(folder / "config.json").sounds != tuple(sounds):
        attempt += 1
        folder = out / f"run-{attempt}"
    return folder
