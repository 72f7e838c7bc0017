//! What was counted, as it is stored.

use serde::{Deserialize, Serialize};

use crate::vote::{Count, Electors, Tally};

/// Numbers only.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountV2 {
    in_favor: u32,
    against: u32,
    abstain: u32,
    recused: u32,
    advisory: u32,
    seconds: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    electors: Option<ElectorsV2>,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ElectorsV2 {
    opened: u32,
    counted: u32,
    asked: bool,
}

impl From<&Count> for CountV2 {
    fn from(count: &Count) -> Self {
        let Tally {
            in_favor,
            against,
            abstain,
            recused,
            advisory,
        } = count.tally;
        let electors = |Electors {
                            opened,
                            counted,
                            asked,
                        }| ElectorsV2 {
            opened,
            counted,
            asked,
        };
        Self {
            in_favor,
            against,
            abstain,
            recused,
            advisory,
            seconds: count.seconds,
            electors: count.electors.map(electors),
        }
    }
}

impl From<CountV2> for Count {
    fn from(record: CountV2) -> Self {
        let CountV2 {
            in_favor,
            against,
            abstain,
            recused,
            advisory,
            seconds,
            electors,
        } = record;
        let electors = electors.map(
            |ElectorsV2 {
                 opened,
                 counted,
                 asked,
             }| Electors {
                opened,
                counted,
                asked,
            },
        );
        Self {
            tally: Tally {
                in_favor,
                against,
                abstain,
                recused,
                advisory,
            },
            seconds,
            electors,
        }
    }
}
