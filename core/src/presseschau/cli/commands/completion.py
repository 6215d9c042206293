"""``presseschau completion``."""

import click

from presseschau.cli.console import verbosity


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@verbosity
def command(shell: str) -> int:
    """Print the script that completes commands and options in SHELL.

    \b
    bash  presseschau completion bash > ~/.local/share/bash-completion/completions/presseschau
    zsh   presseschau completion zsh > "${fpath[1]}/_presseschau"
    fish  presseschau completion fish > ~/.config/fish/completions/presseschau.fish
    """  # noqa: D301 - a backspace is how click is told to leave the lines alone
    from click.shell_completion import get_completion_class  # noqa: PLC0415 - only here

    from presseschau.cli.root import root  # noqa: PLC0415 - this module is imported by it

    completion = get_completion_class(shell)
    if completion is None:
        raise click.UsageError(f"no completion is known for {shell}")
    click.echo(completion(root, {}, "presseschau", "_PRESSESCHAU_COMPLETE").source())
    return 0
