"""Names of labels, from whatever source, find their tissue and keep their side."""

import pytest

from training.maps.label_names import BOTH_HIP_BONES, UNNAMED, tissue_of
from training.tissues import ID

KNOWN = {
    # TotalSegmentator's files
    "liver.nii.gz": "liver",
    "kidney_left.nii.gz": "left kidney",
    "adrenal_gland_right.nii.gz": "right adrenal gland",
    "hip_left.nii.gz": "left hip bone",
    "autochthon_left.nii.gz": "left erector spinae",
    "gluteus_medius_right": "right gluteus medius",
    "iliopsoas_left": "left iliopsoas",
    "lung_upper_lobe_left.nii.gz": "left lung",
    "lung_middle_lobe_right.nii.gz": "right lung",
    "vertebrae_L1.nii.gz": "vertebra",
    "vertebrae_S1.nii.gz": "sacrum",
    "clavicula_right": "right clavicle",
    "heart_atrium_left.nii.gz": "heart",
    "rib_left_10.nii.gz": "rib",
    "brain.nii.gz": "brain",
    "portal_vein_and_splenic_vein": "vessel",
    # case.json of atlases
    "Lumbar1": "vertebra",
    "L1 vertebra": "vertebra",
    "cervical3": "vertebra",
    "Sacrum-L5-IntervertebralDisc": "disc",
    "left autochthon": "left erector spinae",
    "left hip": "left hip bone",
    "stomach and duodenum": "stomach or duodenum",
    "colon and ileum": "colon or small bowel",
    "right psoas muscle": "right iliopsoas",
    "left iliacus muscle": "left iliopsoas",
    "right renal pelvis": "right kidney sinus",
    "left sternocleidomastoideus muscle": "left sternocleidomastoid",
    "rectus abdominis muscle": "muscle",
    "arch of aorta": "aorta",
    "left common carotid": "vessel",
    "Pelvis": BOTH_HIP_BONES,
    # AMOS
    "bladder": "urinary bladder",
    "prostate or uterus": "prostate or uterus",
    "esophagus": "esophagus",
    # SynthSeg
    "left cerebral cortex": "left cerebral cortex",
    "right lesion": "right cerebral white matter",
    "left inferior lateral ventricle": "left lateral ventricle",
    "right ventral DC": "right ventral diencephalon",
    "left cerebellum cortex": "cerebellar cortex",
    "3rd ventricle": "third ventricle",
    "brain-stem": "brainstem",
    "extracerebral tissue 506": "eye",
    # what no one knows
    "hip": UNNAMED,
    "kidney": UNNAMED,
    "left and right kidney": UNNAMED,
    "a label of tomorrow": UNNAMED,
    "": UNNAMED,
}


@pytest.mark.parametrize("name", KNOWN)
def test_a_known_name_finds_its_tissue(name: str) -> None:
    assert tissue_of(name) == KNOWN[name]


@pytest.mark.parametrize("name", KNOWN)
def test_case_and_separators_do_not_matter(name: str) -> None:
    assert tissue_of(name.upper()) == tissue_of(name.replace("_", " ")) == tissue_of(f" {name} ") == KNOWN[name]


@pytest.mark.parametrize("name", [name for name in KNOWN if KNOWN[name] != BOTH_HIP_BONES])
def test_the_other_sides_name_finds_the_other_sides_tissue(name: str) -> None:
    swap = str.maketrans({"\0": "left", "\1": "right"})

    def mirrored(text: str) -> str:
        return text.replace("left", "\1").replace("right", "\0").translate(swap)

    assert tissue_of(mirrored(name)) == mirrored(KNOWN[name])


@pytest.mark.parametrize("name", KNOWN)
def test_every_tissue_is_in_the_table(name: str) -> None:
    assert tissue_of(name) in ID or tissue_of(name) == BOTH_HIP_BONES


def test_in_a_knee_the_femur_is_its_lower_end_and_cartilage_has_no_side() -> None:
    assert tissue_of("femur", knee=True) == "distal femur"
    assert tissue_of("medial tibial cartilage", knee=True) == tissue_of("lateral tibial cartilage", knee=True)
    assert tissue_of("lateral meniscus", knee=True) == "lateral meniscus"
    assert tissue_of("left femur") == "left femur"
