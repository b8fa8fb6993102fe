# Growth percentiles of the set without ties by quantreg, and its losses against those of scipy:
# Rscript percentiles.R, in this folder, after losses.py.
library(quantreg)
library(splines)
pupils <- read.csv("pupils.csv")
losses <- read.csv("losses.csv")
taus <- seq(.005, .995, .01)
for (set in c("whole", "decimals")) {
  of <- pupils[pupils$set == set, ]
  basis <- bs(of$entry, knots = round(quantile(of$entry, c(.2, .4, .6, .8)), 3),
              Boundary.knots = round(extendrange(of$entry, f = .1), 3))
  fitted <- sapply(taus, function(tau) suppressWarnings(fitted(rq(of$exit ~ basis, tau, method = "br"))))
  rest <- of$exit - fitted
  loss <- sapply(seq_along(taus), function(k) sum(pmax(taus[k] * rest[, k], (taus[k] - 1) * rest[, k])))
  cat(set, "largest relative difference of losses:", max(abs(loss / losses$loss[losses$set == set] - 1)), "\n")
  if (set == "decimals") {
    below <- rowSums(round(t(apply(fitted, 1, sort)), 5) < of$exit)
    write.csv(data.frame(entry = of$entry, exit = of$exit, sgp = pmin(99, pmax(1, below))),
              "percentiles.csv", row.names = FALSE, quote = FALSE)
  }
}
