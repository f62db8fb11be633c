"""Small scan files written byte by byte, so that a header can say anything. Shares no code with the product."""

import gzip
import struct

import numpy as np

SHAPE = (5, 6, 7)


def numbers_ijk(shape=SHAPE, dtype=np.int16, seed=4):
    """Voxels indexed i, j, k."""
    return np.random.default_rng(seed).integers(0, 1000, shape).astype(dtype)


def straight(spacing=(2, 3, 4), origin=(10, 20, 30), order=(0, 1, 2), signs=(1, 1, 1)):
    """Voxel to RAS mm: voxel axis n runs along patient axis order[n]."""
    matrix = np.eye(4)
    matrix[:3, :3] = 0
    for axis in range(3):
        matrix[order[axis], axis] = signs[axis] * spacing[axis]
    matrix[:3, 3] = origin
    return matrix


def turned(matrix, angles):
    """A placement turned about R, A and S by angles in degrees."""
    rotation = np.eye(4)
    for axis, angle in enumerate(np.radians(angles)):
        one = np.eye(4)
        a, b = [n for n in range(3) if n != axis]
        one[a, a] = one[b, b] = np.cos(angle)
        one[a, b], one[b, a] = -np.sin(angle), np.sin(angle)
        rotation = rotation @ one
    return rotation @ matrix


def quaternion(matrix):
    """(b, c, d), qfac, spacing of a placement without shear."""
    spacing = np.linalg.norm(matrix[:3, :3], axis=0)
    rotation = matrix[:3, :3] / spacing
    qfac = 1.0
    if np.linalg.det(rotation) < 0:
        qfac, rotation = -1.0, rotation * (1, 1, -1)
    # The axis of a rotation is the eigenvector of the symmetric 4x4 form with the largest eigenvalue.
    (xx, xy, xz), (yx, yy, yz), (zx, zy, zz) = rotation
    form = np.array(
        [
            [xx + yy + zz, zy - yz, xz - zx, yx - xy],
            [zy - yz, xx - yy - zz, xy + yx, xz + zx],
            [xz - zx, xy + yx, yy - xx - zz, yz + zy],
            [yx - xy, xz + zx, yz + zy, zz - xx - yy],
        ]
    )
    vector = np.linalg.eigh(form / 3)[1][:, -1]
    vector = vector * (1 if vector[0] >= 0 else -1)
    return vector[1:], qfac, spacing


CODES = {"u1": 2, "i2": 4, "i4": 8, "f4": 16, "f8": 64, "i1": 256, "u2": 512, "u4": 768, "i8": 1024, "u8": 1280}


def nifti(
    array,
    sform=None,
    qform=None,
    *,
    codes=(1, 0),
    order="<",
    version=1,
    magic=None,
    dim=None,
    pixdim=None,
    datatype=None,
    bitpix=None,
    scaling=(1.0, 0.0),
    units=2,
    offset=None,
    quatern=None,
    srow=None,
):
    """The bytes of a NIfTI file (header and voxels of a single file): `codes` of the sform and of the qform."""
    array = np.asarray(array)
    sform = straight() if sform is None else np.asarray(sform, float)
    (b, c, d), qfac, spacing = quaternion(sform if qform is None else qform)
    origin = (sform if qform is None else np.asarray(qform))[:3, 3]
    sizes = list(array.shape) if dim is None else dim
    whole_dim = ([len(sizes), *sizes] + [1] * 8)[:8]
    whole_pixdim = [qfac, *spacing, 1, 1, 1, 1]
    for position, value in (pixdim or {}).items():
        whole_pixdim[position] = value
    rows = list(sform[:3].ravel()) if srow is None else srow
    kind = array.dtype.newbyteorder("=").str[1:]
    code = CODES[kind] if datatype is None else datatype
    bits = array.dtype.itemsize * 8 if bitpix is None else bitpix
    quatern = (b, c, d) if quatern is None else quatern
    header = bytearray({1: 352, 2: 544}[version])

    def put(kinds, position, *values):
        struct.pack_into(order + kinds, header, position, *values)

    if version == 1:
        put("i", 0, 348)
        put("8h", 40, *whole_dim)
        put("2h", 70, code, bits)
        put("8f", 76, *whole_pixdim)
        put("3f", 108, 352 if offset is None else offset, *scaling)
        put("B", 123, units)
        put("2h", 252, codes[1], codes[0])
        put("18f", 256, *quatern, *origin, *rows)
        header[344:348] = b"n+1\0" if magic is None else magic
    else:
        put("i", 0, 540)
        header[4:12] = b"n+2\0\r\n\x1a\n" if magic is None else magic
        put("2h", 12, code, bits)
        put("8q", 16, *whole_dim)
        put("8d", 104, *whole_pixdim)
        put("q2d", 168, 544 if offset is None else offset, *scaling)
        put("2i", 344, codes[1], codes[0])
        put("18d", 352, *quatern, *origin, *rows)
        put("i", 500, units)
    return bytes(header) + array.astype(array.dtype.newbyteorder(order)).tobytes("F")


def nrrd(array, fields, *, encoding="raw", kind="short", attached=True):
    """The bytes of a NRRD file with these further header lines; without voxels where they are not attached."""
    array = np.asarray(array)
    head = f"NRRD0004\n# made for a test\ntype: {kind}\ndimension: {array.ndim}\n"
    head += f"sizes: {' '.join(map(str, array.shape))}\nendian: little\nencoding: {encoding}\n"
    head += f"{fields.strip()}\n" if fields else ""
    data = array.tobytes("F")
    if encoding == "gzip":
        data = gzip.compress(data, 1)
    elif encoding == "ascii":
        data = " ".join(map(str, array.ravel("F").tolist())).encode()
    return head.encode() + (b"\n" + data if attached else b"")


ORIENTED = "space: left-posterior-superior\nspace directions: (2,0,0) (0,3,0) (0,0,4)\nspace origin: (10,20,30)"


def metaimage(array, fields, *, data=b"", element="MET_SHORT", where="LOCAL"):
    """The bytes of a MetaImage with these further header lines."""
    array = np.asarray(array)
    head = f"ObjectType = Image\nNDims = {array.ndim}\nBinaryData = True\n"
    head += f"BinaryDataByteOrderMSB = False\n{fields.strip()}\n"
    head += f"DimSize = {' '.join(map(str, array.shape))}\nElementType = {element}\nElementDataFile = {where}\n"
    return head.encode() + (data or (array.tobytes("F") if where == "LOCAL" else b""))


META_ORIENTED = "TransformMatrix = 1 0 0 0 1 0 0 0 1\nOffset = 10 20 30\nElementSpacing = 2 3 4"
# Of ORIENTED and META_ORIENTED: LPS to RAS.
ORIENTED_RAS = np.diag([-1.0, -1, 1, 1]) @ straight()


def assert_placed(loaded, matrix, array=None):
    """A scan that was read has these voxels (i, j, k), by default `numbers_ijk()`, at these places."""
    array = numbers_ijk() if array is None else array
    assert np.array_equal(loaded.array, array.transpose(2, 1, 0))
    assert np.allclose(loaded.ijk_to_ras, matrix, atol=1e-3)
    assert loaded.info.shape_ijk == array.shape
