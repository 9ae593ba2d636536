"""The command line: each command is a function in the module of its name; its help is typer's."""
