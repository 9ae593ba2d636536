"""The convolutional architecture of the 2020 paper, as it was and as it learns.

Chemla--Romeu-Santos et al. (2020), "Latent sequencing for dynamic musical patterns", is the paper
that this project descends from. Its table of layers, for a grain of 512 samples::

    encoder  Conv1d           1→64  kernel  5 stride 1 padding 3   512 → 514
                             64→32          8        2         4       → 258
                             32→16         10        4         5       →  65
                             16→1          13        4         7       →  17
             Linear          17→latent, twice (mean, log-variance)
    decoder  Linear      latent→17
             ConvTranspose1d  1→16  kernel 13 stride 4 padding 6    17 →  65
                             16→32         10        4         5       → 256
                             32→64          8        2         4       → 510
                             64→1           5        1         1       → 512

BatchNorm and ReLU follow every convolution, ReLU alone the decoder's linear layer; after the last
convolution it is BatchNorm and Tanh.
"""

from torch import Tensor, nn

from granvae.errors import GranvaeError
from granvae.models.base import GrainModel
from granvae.models.level import join_level, split_level
from granvae.models.residual_mlp import check_sizes, with_gain

# (channels in, channels out, kernel, stride, padding)
ENCODER = ((1, 64, 5, 1, 3), (64, 32, 8, 2, 4), (32, 16, 10, 4, 5), (16, 1, 13, 4, 7))
DECODER = ((1, 16, 13, 4, 6), (16, 32, 10, 4, 5), (32, 64, 8, 2, 4), (64, 1, 5, 1, 1))

# Channels of the learning model's bottleneck, where the table has one.
CHANNELS = 16

# The Tanh at the output must reach a grain's peaks. A grain of unit RMS peaks at 2 to 5; the
# layers therefore see and make grains at a fifth of it.
SHAPE_LEVEL = 0.2


def bottleneck_size(grain: int) -> int:
    """Samples that are left between the encoder's and the decoder's convolutions: 17 for 512.

    Raises:
        GranvaeError: the two stacks of the table do not meet for this grain.
    """
    inner = grain
    for _, _, kernel, stride, padding in ENCODER:
        inner = (inner + 2 * padding - kernel) // stride + 1
    outer = inner
    for _, _, kernel, stride, padding in DECODER:
        outer = (outer - 1) * stride - 2 * padding + kernel
    if grain < 64 or outer != grain:
        raise GranvaeError(
            f"The paper's layers do not fit a grain of {grain} samples; "
            "use a multiple of 32 from 64 on, or the preset grain."
        )
    return inner


class PaperModel(GrainModel):
    """The paper's layers with the three changes without which they do not learn, or learn little.

    1. *Level.* The network sees grains of one level, and the log-gain is the last latent
       (:mod:`granvae.models.level`); the paper's network sees raw amplitudes, and its output
       BatchNorm of unit scale has to meet grains of RMS 0.08. The gain takes one of the
       ``latent`` numbers because decoding has nothing but the latent to take a level from.
    2. *Bottleneck.* The two ReLUs at the bottleneck, after the encoder's single last channel and
       after the decoder's linear layer, are left out: each has but one channel, so that a ReLU
       there can be silent for every input. LeakyReLU(0.2) in their place learns too, but less:
       with one channel, SNR 3.3 instead of 3.8 dB on held-out recordings after 1,600 steps.
    3. *Channels.* The bottleneck has 16 channels instead of one. With one, all that the latents
       can do is to set 17 numbers in a row, which the same filters turn to sound at every place
       of the grain. After 1,100 steps with the preset's loss and rate that was 1.8 dB of SI-SDR
       below PCA with as many numbers on held-out recordings, with 16 channels 0.3 dB above it.

    Besides, the log-variance is bounded, as in the preset ``grain``.

    Args:
        grain: samples a grain, a multiple of 32 from 64 on.
        latent: dimensions, gain included, at least 2.

    Raises:
        GranvaeError: a size outside its range.
    """

    def __init__(self, grain: int, latent: int) -> None:
        super().__init__(grain, latent)
        inner = bottleneck_size(grain)
        check_sizes(grain, latent)
        self.shape_level = SHAPE_LEVEL
        self.gain_dimension = latent - 1
        self.inner, self.channels = inner, CHANNELS
        self.encoder = encoder_layers(nn.Identity(), CHANNELS)
        self.mean = nn.Linear(CHANNELS * inner, latent - 1)
        self.log_variance = nn.Linear(CHANNELS * inner, latent - 1)
        self.expand = nn.Linear(latent - 1, CHANNELS * inner)
        self.decoder = decoder_layers(nn.Identity(), CHANNELS)

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        shape, gain = split_level(x)
        inner = self.encoder((shape * self.shape_level).unsqueeze(1)).flatten(1)
        return with_gain(self.mean(inner), self.log_variance(inner), gain)

    def decode(self, z: Tensor) -> Tensor:
        inner = self.expand(z[:, :-1]).reshape(z.size(0), self.channels, self.inner)
        return join_level(self.decoder(inner).squeeze(1) / self.shape_level, z[:, -1:])


class OriginalPaperModel(GrainModel):
    """The paper's recipe without any change, which shows why it needs changes.

    Trained on recorded grains of 512 samples it decodes one and the same faint sound whatever goes
    in: after 600 steps of 62 grains the decoded grains differ by less than 0.1 % of full scale,
    and the SNR is below 0 dB, with a KL weight of 1, of 0.001 and of 0 alike. The network does
    best to silence its output BatchNorm, and with it every gradient behind that. With the error
    averaged over samples one can watch the ReLU after the decoder's linear layer die: the share
    of its outputs above zero falls from 53 % to 0.6 %.

    Args:
        grain: samples a grain, a multiple of 32 from 64 on.
        latent: dimensions, at least 1.

    Raises:
        GranvaeError: a size outside its range.
    """

    def __init__(self, grain: int, latent: int) -> None:
        super().__init__(grain, latent)
        inner = bottleneck_size(grain)
        if latent < 1:
            raise GranvaeError(f"{latent} latent dimensions are too few; use 1 or more.")
        self.encoder = encoder_layers(nn.ReLU())
        self.mean = nn.Linear(inner, latent)
        self.log_variance = nn.Linear(inner, latent)
        self.expand = nn.Linear(latent, inner)
        self.decoder = decoder_layers(nn.ReLU())

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        inner = self.encoder(x.unsqueeze(1)).squeeze(1)
        return self.mean(inner), self.log_variance(inner)

    def decode(self, z: Tensor) -> Tensor:
        grains: Tensor = self.decoder(self.expand(z).unsqueeze(1)).squeeze(1)
        return grains


def encoder_layers(last: nn.Module, channels: int = 1) -> nn.Sequential:
    """Grains ``(batch, 1, grain)`` → ``(batch, channels, bottleneck)``, ``last`` the final step."""
    layers: list[nn.Module] = []
    before, _, *shape = ENCODER[-1]
    for ins, outs, kernel, stride, padding in (*ENCODER[:-1], (before, channels, *shape)):
        layers += [nn.Conv1d(ins, outs, kernel, stride, padding), nn.BatchNorm1d(outs), nn.ReLU()]
    return nn.Sequential(*layers[:-1], last)


def decoder_layers(first: nn.Module, channels: int = 1) -> nn.Sequential:
    """``(batch, channels, bottleneck)`` → ``(batch, 1, grain)``, ``first`` being the first step."""
    layers: list[nn.Module] = [first]
    for ins, outs, kernel, stride, padding in ((channels, *DECODER[0][1:]), *DECODER[1:]):
        layer = nn.ConvTranspose1d(ins, outs, kernel, stride, padding)
        layers += [layer, nn.BatchNorm1d(outs), nn.ReLU()]
    return nn.Sequential(*layers[:-1], nn.Tanh())
