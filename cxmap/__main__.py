"""`python -m cxmap` is `cxmap`."""

from cxmap.entry import main

if __name__ == "__main__":
    main()
