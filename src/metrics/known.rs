//! A gauge that is written only once it was set.

use std::fmt;
use std::sync::{Arc, OnceLock};

use prometheus_client::encoding::{EncodeMetric, MetricEncoder};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::gauge::Gauge;

/// A gauge whose 0 would be taken for a figure before there is one: until then it has no line. Clones are the same one.
#[derive(Debug, Clone)]
pub(super) struct Known<G>(Arc<OnceLock<G>>);

impl<G> Default for Known<G> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<G: Default> Known<G> {
    /// The gauge, which is written from now on.
    pub fn gauge(&self) -> &G {
        self.0.get_or_init(G::default)
    }
}

impl<N: fmt::Debug, A: fmt::Debug> EncodeMetric for Known<Gauge<N, A>>
where
    Gauge<N, A>: EncodeMetric,
{
    fn encode(&self, encoder: MetricEncoder<'_>) -> fmt::Result {
        self.0.get().map_or(Ok(()), |gauge| gauge.encode(encoder))
    }

    fn metric_type(&self) -> MetricType {
        MetricType::Gauge
    }

    fn is_empty(&self) -> bool {
        self.0.get().is_none()
    }
}
