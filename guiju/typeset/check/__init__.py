"""The format checker: a document, from the editor or from a file, against rules kept as data.

`reading` makes a `Sheet` of a structure or a file, `judging.check` finds what breaks the rules in
`rules/*.yaml`, `mending` puts right what can safely be put right. Pure: no Django.
"""
