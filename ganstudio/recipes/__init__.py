"""Every system that can be trained."""

from ganstudio.recipes.base import Recipe
from ganstudio.recipes.cgan import CGAN
from ganstudio.recipes.cyclegan import CycleGAN
from ganstudio.recipes.dcgan import DCGAN
from ganstudio.recipes.pix2pix import Pix2Pix
from ganstudio.recipes.stylegan2 import StyleGAN2
from ganstudio.recipes.wgan_gp import WGANGP

RECIPES: dict[str, type[Recipe]] = {
    "dcgan": DCGAN,
    "cgan": CGAN,
    "wgan_gp": WGANGP,
    "stylegan2": StyleGAN2,
    "cyclegan": CycleGAN,
    "pix2pix": Pix2Pix,
}
