# Rscript make.R: writes sample.csv (synthetic, seeded) and expected.csv with R survey.
suppressMessages(library(survey))
options(digits = 17)
set.seed(20240607)
strata <- 8; sizes <- sample(6:12, 2 * strata, replace = TRUE)
school <- rep(seq_len(2 * strata), sizes); stratum <- (school + 1) %/% 2; n <- length(school)
d <- data.frame(id = seq_len(n), stratum = stratum, school = (school - 1) %% 2 + 1, zone = stratum,
                half = (school - 1) %% 2, sex = sample(c("f", "m"), n, TRUE),
                residence = ifelse(school %% 3 == 0, "rural", ifelse(school %% 3 == 1, "urban", "town")),
                w = round(runif(n, 5, 40), 2))
effect <- rnorm(2 * strata, 0, 30)
true <- 480 + effect[school] + 12 * (d$sex == "f") + rnorm(n, 0, 60)
for (m in 1:5) d[[paste0("PV", m, "MATH")]] <- round(true + rnorm(n, 0, 25), 3)
d$reading <- round(true * 0.9 + rnorm(n, 0, 40), 1)
d$reading[sample(n, 7)] <- NA

linear <- svydesign(ids = ~school, strata = ~stratum, weights = ~w, data = d, nest = TRUE)
unstratified <- svydesign(ids = ~interaction(stratum, school), weights = ~w, data = d)
set.seed(7)
replicated <- list(
  brr = as.svrepdesign(linear, type = "BRR", compress = FALSE),
  fay = as.svrepdesign(linear, type = "Fay", fay.rho = 0.3, compress = FALSE),
  jk1 = as.svrepdesign(unstratified, type = "JK1", compress = FALSE),
  jkn = as.svrepdesign(linear, type = "JKn", compress = FALSE),
  bootstrap = as.svrepdesign(linear, type = "bootstrap", replicates = 24, compress = FALSE))
prefix <- c(brr = "B", fay = "F", jk1 = "J", jkn = "N", bootstrap = "S")
for (type in names(replicated)) {
  weights <- round(weights(replicated[[type]], "analysis"), 6)
  for (r in seq_len(ncol(weights))) d[[paste0(prefix[type], r)]] <- weights[, r]
}
jkn_scales <- replicated$jkn$rscales * replicated$jkn$scale
write.csv(d, "sample.csv", row.names = FALSE, quote = FALSE, na = "")

rows <- list()
put <- function(case, what, group, value, se, df = NA) {
  rows[[length(rows) + 1]] <<- data.frame(case, what, group, value = sprintf("%.15g", as.numeric(value)),
                                          se = sprintf("%.15g", as.numeric(se)), df = sprintf("%.15g", as.numeric(df)))
}
# The designs as a reader of sample.csv has them: rounded, combined weights.
columns <- function(p) d[, grep(paste0("^", p, "[0-9]+$"), names(d))]
design <- function(type, mse) {
  common <- list(data = d, weights = ~w, repweights = columns(prefix[type]), combined.weights = TRUE, mse = mse)
  extra <- switch(type, brr = list(type = "BRR"), fay = list(type = "Fay", rho = 0.3),
                  jk1 = list(type = "JK1", scale = 15 / 16), jkn = list(type = "JKn", scale = 1, rscales = jkn_scales),
                  bootstrap = list(type = "bootstrap"))
  suppressWarnings(do.call(svrepdesign, c(common, extra)))
}
zone_weights <- sapply(1:8, function(z) ifelse(d$zone == z, 2 * d$half, 1) * d$w)
designs <- list(linear = linear)
for (type in names(replicated)) for (mse in c(TRUE, FALSE)) designs[[paste0(type, if (mse) "" else "_mean")]] <- design(type, mse)
designs$jk2 <- svrepdesign(data = d, weights = ~w, repweights = zone_weights, type = "JK2", combined.weights = TRUE, mse = TRUE)

pair_gap <- function(by) svycontrast(by, c(1, -1))
barnard_rubin <- function(values, variances, complete) {
  m <- length(values); ubar <- mean(variances); b <- var(values); t <- ubar + (1 + 1 / m) * b
  lambda <- (1 + 1 / m) * b / t; old <- (m - 1) / lambda^2
  observed <- (complete + 1) / (complete + 3) * complete * (1 - lambda)
  c(mean(values), sqrt(t), old * observed / (old + observed))  # mice::barnard.rubin
}
for (case in names(designs)) {
  s <- designs[[case]]
  complete <- if (inherits(s, "svyrep.design")) ncol(weights(s, "analysis")) - 1 else degf(s)
  one <- svymean(~PV1MATH, s); put(case, "mean", "", coef(one), SE(one))
  reading <- svymean(~reading, s, na.rm = TRUE); put(case, "reading", "", coef(reading), SE(reading))
  by <- svyby(~PV1MATH, ~sex, s, svymean, covmat = TRUE)
  for (g in c("f", "m")) put(case, "mean", g, coef(by)[g], SE(by)[by$sex == g])
  gap <- pair_gap(by); put(case, "gap", "f-m", coef(gap), SE(gap))
  rate <- svymean(~I(100 * (PV1MATH >= 500)), s); put(case, "rate", "", coef(rate)[1], SE(rate)[1])
  each <- lapply(1:5, function(m) svyby(as.formula(paste0("~PV", m, "MATH")), ~sex, s, svymean, covmat = TRUE))
  for (g in c("f", "m")) {
    combined <- barnard_rubin(sapply(each, function(e) coef(e)[[g]]), sapply(each, function(e) vcov(e)[g, g]), complete)
    put(case, "pv_mean", g, combined[1], combined[2], combined[3])
  }
  gaps <- lapply(each, pair_gap)
  combined <- barnard_rubin(sapply(gaps, coef), sapply(gaps, function(g) as.numeric(SE(g))^2), complete)
  put(case, "pv_gap", "f-m", combined[1], combined[2], combined[3])
  for (p in c(0.25, 0.5)) {
    if (case == "linear") {
      q <- svyquantile(~PV1MATH, s, p, interval.type = "mean", qrule = "math", ci = TRUE)
      put(case, "quantile", p, coef(q), SE(q))
    } else {
      q <- withReplicates(s, function(w, data) survey:::qrule_math(data$PV1MATH, w, p))
      put(case, "quantile", p, coef(q), SE(q))
    }
  }
}
# A stratum with a single cluster: school 1 of stratum 1 only.
lonely <- subset(d, !(stratum == 1 & school == 2))
for (policy in c("certainty", "adjust")) {
  options(survey.lonely.psu = policy)
  s <- svydesign(ids = ~school, strata = ~stratum, weights = ~w, data = lonely, nest = TRUE)
  one <- svymean(~PV1MATH, s); put(paste0("lonely_", policy), "mean", "", coef(one), SE(one))
}
write.csv(do.call(rbind, rows), "expected.csv", row.names = FALSE, quote = FALSE)
cat(sprintf("%.15g", jkn_scales), sep = " "); cat("\n", R.version.string, as.character(packageVersion("survey")), "\n")
