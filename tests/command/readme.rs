//! Every command that the README shows is run, and prints what the README says.

use super::run::trefoil_in;

const README: &str = include_str!("../../README.md");

/// The commands of the README's console blocks, each with the output shown under it.
fn commands() -> Vec<(String, Vec<String>)> {
    let mut commands: Vec<(String, Vec<String>)> = Vec::new();
    let mut inside = false;
    for line in README.lines() {
        if line.starts_with("```") {
            inside = line == "```console";
        } else if let Some(command) = line.strip_prefix("$ ").filter(|_| inside) {
            commands.push((command.to_owned(), Vec::new()));
        } else if inside && let Some((_, shown)) = commands.last_mut() {
            shown.push(line.to_owned());
        }
    }
    commands
}

/// The words of a command line, with single quotes taken off.
fn words(command: &str) -> Vec<String> {
    let command = command.split(" #").next().unwrap_or_default().trim();
    let mut words = Vec::new();
    for (position, part) in command.split('\'').enumerate() {
        if position % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

#[test]
fn the_readme_shows_what_its_commands_print() {
    // What the commands write is not to stay.
    let folder = tempfile::tempdir().unwrap();
    let mut run = 0;
    for (command, shown) in commands() {
        let words = words(&command);
        if words[0] == "make" {
            continue;
        }
        assert_eq!(words[0], "trefoil", "{command}");
        let arguments: Vec<&str> = words[1..].iter().map(String::as_str).collect();
        let output = trefoil_in(folder.path(), &arguments);
        let printed = String::from_utf8_lossy(&output.stdout).into_owned()
            + &String::from_utf8_lossy(&output.stderr);
        let mut rest = printed.lines();
        for line in shown
            .iter()
            .filter(|line| !line.trim().is_empty() && line.trim() != "…")
        {
            assert!(
                rest.any(|found| found == line),
                "`{command}` does not print\n{line}\nin that order, but\n{printed}"
            );
        }
        run += 1;
    }
    assert!(run >= 4, "the README's tour has {run} commands");
}

#[test]
fn the_two_commands_of_the_readme_are_targets_of_the_makefile() {
    let makefile = include_str!("../../Makefile");
    for target in ["run", "test", "build"] {
        assert!(README.contains(&format!("make {target}")));
        assert!(makefile.contains(&format!("\n{target}: deps")));
    }
}
