//! The model: the whole description of a community, valid or not built at all.

use super::{
    Activity, ActivityId, Allocation, Baseline, Conversion, Evidence, Group, GroupId, Indicator,
    IndicatorId, Link, Need, Partner, PartnerId, Place, PlaceId, Pool, PoolId, Practice,
    PracticeId, Range, Reading, Resource, ResourceClass, ResourceId, ResponsePoint, Restriction,
    Rule, Serves, Settings, Uncertain, uncertain, validate,
};
use crate::diagnostic::Diagnostics;

/// The rows of a model, each well-formed, not yet checked against each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Tables {
    /// `model.toml`.
    pub settings: Settings,
    /// What is measured.
    pub indicators: Vec<Indicator>,
    /// Where.
    pub places: Vec<Place>,
    /// For whom.
    pub groups: Vec<Group>,
    /// Who holds resources.
    pub partners: Vec<Partner>,
    /// Where each indicator stands.
    pub baselines: Vec<Baseline>,
    /// Kinds of input.
    pub resources: Vec<Resource>,
    /// What can be done.
    pub practices: Vec<Practice>,
    /// Points of tabled responses.
    pub responses: Vec<ResponsePoint>,
    /// Practices at places.
    pub activities: Vec<Activity>,
    /// Inputs per participant.
    pub needs: Vec<Need>,
    /// Reported effects.
    pub evidence: Vec<Evidence>,
    /// Indicators that studies of something else count for.
    pub links: Vec<Link>,
    /// Who is served, where grades do not say.
    pub serves: Vec<Serves>,
    /// Amounts to give.
    pub pools: Vec<Pool>,
    /// What pools may be given to.
    pub restrictions: Vec<Restriction>,
    /// What they are given to today.
    pub allocations: Vec<Allocation>,
    /// Which resource can be had for which.
    pub conversions: Vec<Conversion>,
    /// Promises.
    pub rules: Vec<Rule>,
    /// How uncertain figures are.
    pub ranges: Vec<Range>,
}

impl Tables {
    /// No rows yet, for a model with these settings.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Tables {
            settings,
            indicators: Vec::new(),
            places: Vec::new(),
            groups: Vec::new(),
            partners: Vec::new(),
            baselines: Vec::new(),
            resources: Vec::new(),
            practices: Vec::new(),
            responses: Vec::new(),
            activities: Vec::new(),
            needs: Vec::new(),
            evidence: Vec::new(),
            links: Vec::new(),
            serves: Vec::new(),
            pools: Vec::new(),
            restrictions: Vec::new(),
            allocations: Vec::new(),
            conversions: Vec::new(),
            rules: Vec::new(),
            ranges: Vec::new(),
        }
    }

    /// Whether a resource is money, so that its amounts have a price year.
    #[must_use]
    pub fn is_money(&self, resource: &ResourceId) -> bool {
        let row = self.resources.iter().find(|row| row.id == *resource);
        row.is_some_and(|row| row.class == ResourceClass::Treasure)
    }

    /// Factor that brings an amount of a resource at the prices of `year` to those of the model's year.
    ///
    /// 1 for all but money, and where the model states no index, the year is not known, or the index does not
    /// have it; a model that is checked says so in a warning.
    #[must_use]
    pub fn price_factor(&self, resource: &ResourceId, year: Option<i32>) -> f64 {
        let factor = self.settings.prices.factor(year);
        factor.filter(|_| self.is_money(resource)).unwrap_or(1.0)
    }

    /// Puts every table in the order of its key, so that the order of rows has no meaning.
    fn sort(&mut self) {
        self.indicators.sort_by(|a, b| a.id.cmp(&b.id));
        self.places.sort_by(|a, b| a.id.cmp(&b.id));
        self.groups.sort_by(|a, b| a.id.cmp(&b.id));
        self.partners.sort_by(|a, b| a.id.cmp(&b.id));
        self.baselines.sort_by(|a, b| {
            (&a.indicator, &a.place, &a.group).cmp(&(&b.indicator, &b.place, &b.group))
        });
        self.resources.sort_by(|a, b| a.id.cmp(&b.id));
        self.practices.sort_by(|a, b| a.id.cmp(&b.id));
        self.responses.sort_by(|a, b| {
            (&a.practice, &a.place)
                .cmp(&(&b.practice, &b.place))
                .then(a.participants.get().total_cmp(&b.participants.get()))
        });
        self.activities
            .sort_by(|a, b| (&a.practice, &a.place).cmp(&(&b.practice, &b.place)));
        self.needs
            .sort_by(|a, b| (&a.practice, &a.resource).cmp(&(&b.practice, &b.resource)));
        self.evidence.sort_by(|a, b| {
            (&a.practice, &a.measured, &a.place, &a.group, &a.study).cmp(&(
                &b.practice,
                &b.measured,
                &b.place,
                &b.group,
                &b.study,
            ))
        });
        self.links.sort_by(|a, b| {
            (&a.study_outcome, &a.indicator, a.from_grade, a.to_grade).cmp(&(
                &b.study_outcome,
                &b.indicator,
                b.from_grade,
                b.to_grade,
            ))
        });
        self.serves.sort_by(|a, b| {
            (&a.practice, &a.place, &a.indicator, &a.group, a.years_later).cmp(&(
                &b.practice,
                &b.place,
                &b.indicator,
                &b.group,
                b.years_later,
            ))
        });
        self.pools.sort_by(|a, b| a.id.cmp(&b.id));
        self.restrictions.sort_by(|a, b| {
            (&a.pool, &a.practice, &a.place).cmp(&(&b.pool, &b.practice, &b.place))
        });
        self.allocations.sort_by(|a, b| {
            (&a.pool, &a.practice, &a.place).cmp(&(&b.pool, &b.practice, &b.place))
        });
        self.conversions
            .sort_by(|a, b| (&a.from, &a.to).cmp(&(&b.from, &b.to)));
        self.rules.sort_by(|a, b| a.id.cmp(&b.id));
        self.ranges.sort_by(|a, b| a.path.cmp(&b.path));
    }
}

macro_rules! finders {
    ($($(#[$doc:meta])* $name:ident($id:ident: $kind:ty) in $table:ident -> $row:ty;)+) => {
        impl Model {$(
            $(#[$doc])*
            #[must_use]
            pub fn $name(&self, id: &$kind) -> Option<&$row> {
                let rows = &self.tables.$table;
                rows.binary_search_by(|row| row.id.cmp(id)).ok().map(|position| &rows[position])
            }
        )+}
    };
}

finders! {
    /// The indicator of that id.
    indicator(id: IndicatorId) in indicators -> Indicator;
    /// The place of that id.
    place(id: PlaceId) in places -> Place;
    /// The group of that id.
    group(id: GroupId) in groups -> Group;
    /// The partner of that id.
    partner(id: PartnerId) in partners -> Partner;
    /// The resource of that id.
    resource(id: ResourceId) in resources -> Resource;
    /// The practice of that id.
    practice(id: PracticeId) in practices -> Practice;
    /// The pool of that id.
    pool(id: PoolId) in pools -> Pool;
}

/// A valid model: every id resolves, every figure is in range, every table is in the order of its key.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    tables: Tables,
}

impl Model {
    /// Checks the rows against each other and builds the model, with the warnings that it deserves.
    ///
    /// # Errors
    /// All the findings, where any of them is an error.
    pub fn new(tables: Tables) -> Result<(Self, Diagnostics), Diagnostics> {
        Model::checked(tables, &Reading::default())
    }

    /// [`Model::new`], with what the checks should know of where the rows come from.
    ///
    /// # Errors
    /// All the findings, where any of them is an error. Where rows could not be read, the caller has errors
    /// of its own, and the model must not be used.
    pub(crate) fn checked(
        mut tables: Tables,
        reading: &Reading,
    ) -> Result<(Self, Diagnostics), Diagnostics> {
        tables.sort();
        let findings = validate::check(&tables, reading).sorted();
        if findings.has_errors() {
            Err(findings)
        } else {
            Ok((Model { tables }, findings))
        }
    }

    /// The same model after a change of its rows, checked again.
    ///
    /// A pool may become smaller than what it gives today: then today is only what the plan is compared with.
    ///
    /// # Errors
    /// All the findings, where the change makes any row wrong.
    pub fn with(&self, change: impl FnOnce(&mut Tables)) -> Result<Self, Diagnostics> {
        let mut tables = self.tables.clone();
        change(&mut tables);
        let changed_amounts = tables.pools.iter().map(|pool| pool.id.clone()).collect();
        Model::checked(
            tables,
            &Reading {
                changed_amounts,
                ..Reading::default()
            },
        )
        .map(|(model, _)| model)
    }

    /// The model with these values for its uncertain inputs, one for each, each held to what its figure may be.
    ///
    /// `inputs` are of this model or of a draw of it. Only its figures change, so that its ids still resolve and its
    /// rows stay in their order. What was checked of rows beside each other is not checked again: in a draw a pool
    /// may hold less than it gives today, a target may be met, a least scale may be above its capacity, the shares
    /// served may be more than all participants. Points of a tabled response are raised where they would fall.
    #[must_use]
    pub fn drawn(&self, inputs: &[Uncertain], values: &[f64]) -> Self {
        let mut tables = self.tables.clone();
        uncertain::write(&mut tables, inputs, values);
        Model { tables }
    }

    /// The rows, each table in the order of its key.
    #[must_use]
    pub fn tables(&self) -> &Tables {
        &self.tables
    }

    /// The settings.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.tables.settings
    }

    /// The activity of that id.
    #[must_use]
    pub fn activity(&self, id: &ActivityId) -> Option<&Activity> {
        let rows = &self.tables.activities;
        rows.binary_search_by(|row| (&row.practice, &row.place).cmp(&(&id.practice, &id.place)))
            .ok()
            .map(|position| &rows[position])
    }
}
