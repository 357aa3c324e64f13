//! The two doors to a model, by which templates differ.

use crate::domain::Program;
use crate::io::example;
use crate::io::raw::{self, BESIDE_INVENTORY, REQUIRED_TABLES, SETTINGS, Setting, Spec};

/// What stands before the name of a setting that an inventory leaves at its default.
const SECTION: char = '.';

/// What a model is told by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Door {
    /// A list of programs, from which the other tables are derived.
    Inventory,
    /// All tables but that list.
    Tables,
}

impl Door {
    /// The tables, in the order in which a person fills them in.
    pub fn specs(self) -> Vec<&'static Spec> {
        let mut specs = raw::specs();
        specs.retain(|spec| match self {
            Door::Inventory => self.needs(spec),
            Door::Tables => spec.name != Program::TABLE,
        });
        specs
    }

    /// Whether there is no model without rows of a table.
    pub fn needs(self, spec: &Spec) -> bool {
        match self {
            Door::Inventory => spec.name == Program::TABLE || BESIDE_INVENTORY.contains(&spec.name),
            Door::Tables => REQUIRED_TABLES.contains(&spec.name),
        }
    }

    /// The settings that are asked for.
    pub fn settings(self) -> Vec<&'static Setting> {
        let asked = |setting: &&Setting| self == Door::Tables || !setting.key.contains(SECTION);
        SETTINGS.iter().filter(asked).collect()
    }

    /// The texts of a table's example, one a column.
    pub fn example(self, spec: &Spec) -> Vec<String> {
        match self {
            Door::Inventory => example::row_beside_inventory(spec),
            Door::Tables => example::row(spec),
        }
    }
}
