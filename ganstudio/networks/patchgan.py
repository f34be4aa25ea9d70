"""PatchGAN: a discriminator that judges overlapping patches (Isola et al. 2017, section 3.2.2 and appendix 6.1.2)."""

from torch import Tensor, nn

from ganstudio.networks.resnet_translator import Norm, translator_norm


class PatchGAN(nn.Module):
    """C64-C128-C256-C512 and one logit a patch: images [N, C, H, W] -> logits [N, 1, H', W'].

    With `layers` = 3 each logit sees 70 x 70 pixels. For pix2pix the two pictures of a pair come one after the other
    in C.
    """

    def __init__(self, channels: int = 3, width: int = 64, layers: int = 3, norm: Norm = "instance") -> None:
        super().__init__()
        parts: list[nn.Module] = [nn.Conv2d(channels, width, 4, 2, 1), nn.LeakyReLU(0.2, inplace=True)]
        size = width
        for layer in range(1, layers + 1):
            wider = width * min(2**layer, 8)
            stride = 2 if layer < layers else 1
            parts += [
                nn.Conv2d(size, wider, 4, stride, 1, bias=norm != "batch"),
                translator_norm(norm, wider),
                nn.LeakyReLU(0.2, inplace=True),
            ]
            size = wider
        self.layers = nn.Sequential(*parts, nn.Conv2d(size, 1, 4, 1, 1))

    def forward(self, images: Tensor) -> Tensor:
        return self.layers(images)
