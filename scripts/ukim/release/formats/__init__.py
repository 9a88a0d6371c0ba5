"""The formats of a release: one module a format, which writes it and reads it back.

Each has its `NAME`, the `path` of the file that holds a table or view, and `opened`, which opens what is in a folder
and gives a function that reads the rows of each as text (see `content.as_text`). What cannot be read raises an error
of the library that reads it.
"""
