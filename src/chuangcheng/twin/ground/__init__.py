"""The made-up land: where people live, and the cells into which it is parted without gap or overlap."""
