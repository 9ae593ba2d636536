"""Grains of whole sounds, inside a ``model.ts``: where they begin, and how they are laid back."""

import torch
from torch import Tensor, nn

_BLOCK = 4096  # grains that are aligned at a time


class WholeSounds(nn.Module):
    """Cuts sounds ``(B, N)`` into grains as training did, and joins them again.

    It does what `granvae.data.grain_sampler.GrainSampler` and `granvae.data.overlap_add` do, in
    TorchScript. Places are samples from a sound's beginning. Sounds shorter than a grain are
    followed by silence.

    Args:
        grain: samples a grain.
    """

    window: Tensor

    def __init__(self, grain: int) -> None:
        super().__init__()
        self.grain = grain
        self.hop = max(1, grain // 4)
        self.block = _BLOCK
        self.reach = max(0, min(3 * grain // 8, grain - grain // 2 - 2))
        turn = (torch.arange(grain, dtype=torch.float64) + 0.5) / grain
        self.register_buffer("window", (torch.sin(torch.pi * turn) ** 2).float())

    def aligned(self, sounds: Tensor, places: Tensor) -> Tensor:
        """Places ``(K,)`` moved to the peaks of sounds ``(B, N)``: ``(B, K)``.

        The largest local maximum within 3/8 of a grain to either side of a grain's middle, or the
        largest sample where there is none, comes to lie in the middle.
        """
        last = sounds.size(1) - self.grain
        if last == 0:
            return places.expand(sounds.size(0), -1)
        moves = torch.arange(-self.reach, self.reach + 1, device=sounds.device)
        parts: list[Tensor] = []
        for part in torch.split(places, self.block):
            tried = part.unsqueeze(1) + moves  # (K, moves)
            inside = (tried >= 0) & (tried <= last)
            middle = torch.clamp(tried, 0, last) + self.grain // 2
            here = sounds[:, middle]  # (B, K, moves)
            peak = (here >= sounds[:, middle - 1]) & (here > sounds[:, middle + 1]) & inside
            flat = ~peak.any(dim=2, keepdim=True)
            level = torch.where(peak | (flat & inside), here, torch.full_like(here, -float("inf")))
            parts.append(part + level.argmax(dim=2) - self.reach)
        return torch.cat(parts, dim=1)

    def take(self, sounds: Tensor, places: Tensor) -> Tensor:
        """The grains of sounds ``(B, N)`` at places ``(B, K)``: ``(B * K, grain)``."""
        return self.cut(sounds, self._in_a_row(sounds, places))

    def cover(self, sounds: Tensor, align: bool) -> Tensor:
        """Where grains begin that cover all of the sounds, one every quarter of a grain.

        Returns:
            Places ``(K,)`` in all sounds in a row, each of them once.
        """
        whole = self._whole(sounds)
        last = whole.size(1) - self.grain
        device = sounds.device
        places = torch.arange(0, last + 1, self.hop, device=device)
        # The alignment may move the outermost ones inwards: these reach the ends.
        ends = torch.tensor([0, last], device=device).expand(whole.size(0), -1)
        moved = self.aligned(whole, places) if align else places.expand(whole.size(0), -1)
        unique: Tensor = torch.unique(self._in_a_row(whole, torch.cat([moved, ends], dim=1)))
        return unique

    def cut(self, sounds: Tensor, places: Tensor) -> Tensor:
        """The grains at places ``(K,)`` of `cover`: ``(K, grain)``."""
        steps = torch.arange(self.grain, device=sounds.device)
        return self._whole(sounds).reshape(-1)[places.unsqueeze(1) + steps]

    def join(self, sounds: Tensor, places: Tensor, tones: Tensor, noises: Tensor | None) -> Tensor:
        """Grains ``(K, grain)`` at places ``(K,)`` of `cover` to sounds of the shape that was cut.

        Tones that overlap are averaged, weighted by a Hann window. Noises have nothing in common,
        so that they are added with weights that keep their power.
        """
        whole = self._whole(sounds)
        steps = torch.arange(self.grain, device=sounds.device)
        index = (places.unsqueeze(1) + steps).reshape(-1)
        silence = torch.zeros(whole.numel(), dtype=tones.dtype, device=tones.device)
        window = self.window.expand(places.size(0), -1)
        weight = silence.index_add(0, index, window.reshape(-1))
        made = silence.index_add(0, index, (tones * window).reshape(-1)) / weight
        if noises is not None:
            power = silence.index_add(0, index, (window * window).reshape(-1))
            added = silence.index_add(0, index, (noises * window).reshape(-1))
            made = made + added / torch.sqrt(power)
        return made.reshape(whole.size(0), -1)[:, : sounds.size(1)]

    def _whole(self, sounds: Tensor) -> Tensor:
        """Sounds that hold a grain at least."""
        missing = max(0, self.grain - sounds.size(1))
        return nn.functional.pad(sounds, [0, missing])

    def _in_a_row(self, sounds: Tensor, places: Tensor) -> Tensor:
        """Places ``(B, K)`` in sounds ``(B, N)`` as places ``(B * K,)`` in all of them in a row."""
        first = torch.arange(sounds.size(0), device=sounds.device) * sounds.size(1)
        return (places + first.unsqueeze(1)).reshape(-1)
