# Writes pupils.csv and expected.csv (Rscript make.R). ILSAstats 0.4.6 and Rrepest 1.6.12 from CRAN, survey 4.1.1.
suppressMessages({library(ILSAstats); library(survey)})
if (!exists("Rrepest")) suppressMessages(library(Rrepest))
options(digits = 15)

# Three countries; every second school of a country is the other half of a jackknife zone, a last one alone is split.
set.seed(18)
schools <- c(A = 25, B = 24, C = 23); size <- c(A = 8, B = 6, C = 7)
pupils <- do.call(rbind, lapply(names(schools), function(country) do.call(rbind, lapply(seq_len(schools[[country]]), function(school) {
  n <- size[[country]]; level <- rnorm(1, c(A = 520, B = 480, C = 450)[[country]], 35); ses <- rnorm(1, 0, 0.5)
  alone <- school == schools[[country]] && school %% 2 == 1
  d <- data.frame(country = country, school = match(country, names(schools)) * 100 + school, zone = (school + 1) %/% 2,
    half = if (alone) seq_len(n) %% 2 else school %% 2, w = round(runif(1, 20, 60), 1),
    female = rbinom(n, 1, 0.5), ses = round(ses + rnorm(n, 0, 0.9), 2))
  math <- level + 18 * d$ses - 9 * d$female + rnorm(n, 0, 70); read <- 0.7 * (math - 480) + 490 + 25 * d$female + rnorm(n, 0, 45)
  for (m in 1:10) d[[paste0("m", m)]] <- round(math + rnorm(n, 0, 28), 1)
  for (m in 1:10) d[[paste0("r", m)]] <- round(read + rnorm(n, 0, 28), 1)
  d
}))))
write.csv(pupils, "pupils.csv", row.names = FALSE, quote = FALSE)

out <- list()
put <- function(case, what, country, value, se) out[[length(out) + 1]] <<- data.frame(case, what, country, value, se)

# ILSAstats, by the names that each study gives its columns.
renamed <- function(weight, zone, half, math, read = NULL) {
  d <- pupils[c("country", "school", "female", "ses")]
  d[c(weight, zone, half)] <- pupils[c("w", "zone", "half")]
  d[math] <- pupils[paste0("m", 1:5)]
  if (!is.null(read)) d[read] <- pupils[paste0("r", 1:5)]
  d
}
values <- function(pattern) sprintf(pattern, 1:5)
iea <- function(case, study, year, d, math, read, cuts) {
  setup <- repsetupILSA(study = study, year = year, df = d, repwt = (weights <- repcreateILSA(study, year, df = d)), group = "country")
  own <- list(repwt = weights, wt = setup$wt, df = d, method = setup$method)
  mean <- do.call(repmean, c(list(x = math, PV = TRUE, var = "none", group = "country", aggregates = "composite"), own))
  for (i in seq_len(nrow(mean))) {
    country <- as.character(mean$group[i])
    put(case, "mean", country, mean$mean[i], mean$se[i])
  }
  for (country in c("A", "B", "C")) {
    at <- d$country == country
    of <- list(repwt = weights[at, ], wt = setup$wt, df = d[at, ], method = setup$method)
    fit <- do.call(replm, c(list(formula = Y ~ ses + female, pvs = list(Y = math), quiet = TRUE), of))
    for (i in 1:3) put(case, paste0("regression ", c("intercept", "ses", "female")[i]), country, fit$repmodel[i, 1], fit$repmodel[i, 2])
    r <- do.call(reprho, c(list(pv = math, pv2 = read), of))
    put(case, "correlation", country, r$rho, r$se)
  }
  levels <- d
  for (m in math) levels[[m]] <- cut(d[[m]], c(-Inf, cuts, Inf), labels = FALSE, right = FALSE)
  own$df <- levels
  share <- do.call(repprop, c(list(x = math, categories = seq_len(length(cuts) + 1), group = "country"), own))
  for (k in seq_along(share)) for (country in c("Composite", "A", "B", "C")) {
    own <- share[[k]][share[[k]]$group == country, ]
    put(case, paste("level", k), country, 100 * own$prop, 100 * own$se)
  }
}
timss <- function(letter) renamed("TOTWGT", "JKZONE", "JKREP", values(paste0(letter, "SMMAT%02d")), values(paste0(letter, "SSSCI%02d")))
pirls <- renamed("TOTWGT", "JKZONE", "JKREP", values("ASRREA%02d"), values("OTHER%d"))
icils <- renamed("TOTWGTS", "JKZONES", "JKREPS", values("PV%dCIL"), values("PV%dCT"))
cuts <- c(400, 475, 550, 625)
iea("TIMSS 2011 8", "TIMSS", 2011, timss("B"), values("BSMMAT%02d"), values("BSSSCI%02d"), cuts)
iea("TIMSS 2019 4", "TIMSS", 2019, timss("A"), values("ASMMAT%02d"), values("ASSSCI%02d"), cuts)
iea("PIRLS 2011", "PIRLS", 2011, pirls, values("ASRREA%02d"), values("OTHER%d"), cuts)
iea("PIRLS 2021", "PIRLS", 2021, pirls, values("ASRREA%02d"), values("OTHER%d"), cuts)
iea("ICILS 2018", "ICILS", 2018, icils, values("PV%dCIL"), values("PV%dCT"), c(407, 492, 576, 661))

# Fay's replicates by the signs of Sylvester's Hadamard matrix, school by replicate: 1.5 or 0.5 of the weight.
parity <- function(n) { odd <- 0; while (any(n > 0)) { odd <- odd + n %% 2; n <- n %/% 2 }; odd %% 2 }
serial <- (5 * match(pupils$school, unique(pupils$school))) %% 128
fay <- function(r, rho) pupils$w * ifelse(parity(bitwAnd(serial, r)) == 0, 2 - rho, rho)

pisa <- function(case, svy, count, school) {
  d <- data.frame(cnt = pupils$country, w_fstuwt = pupils$w, female = pupils$female, escs = pupils$ses)
  d[[school]] <- pupils$school
  for (r in 1:80) d[[paste0(if (svy == "PISA") "w_fstr" else "w_fsturwt", r)]] <- fay(r, 0.5)
  for (m in seq_len(count)) { d[[paste0("pv", m, "math")]] <- pupils[[paste0("m", m)]]; d[[paste0("pv", m, "read")]] <- pupils[[paste0("r", m)]] }
  # 1.6.12 knows the weights of 2015 and later alone.
  weights <- c("w_fstuwt", paste0(if (svy == "PISA") "w_fstr" else "w_fsturwt", 1:80))
  of <- function(est) as.data.frame(Rrepest(data = d, svy = "PISA2015", est = est, by = "cnt", n.pvs = count, cm.weights = weights,
    average = grp("Average", "cnt", c("A", "B", "C")), cores = 1))
  table <- function(what, found, b, se) for (i in seq_len(nrow(found)))
    put(case, what, sub("Average.*", "Composite", as.character(found$cnt[i])), found[[b]][i], found[[se]][i])
  r <- of(est("mean", "pv@math")); table("mean", r, "b.mean.pv@math", "se.mean.pv@math")
  r <- of(est("std", "pv@math")); table("standard_deviation", r, "b.std.pv@math", "se.std.pv@math")
  r <- of(est("corr", c("pv@math", "pv@read"))); table("correlation", r, "b.corr.pv@math_pv@read", "se.corr.pv@math_pv@read")
  r <- of(est("lm", "pv@math", c("escs", "female")))
  for (term in c("intercept", "escs", "female", "rsqr"))
    table(if (term == "rsqr") "r_squared" else paste("regression", sub("escs", "ses", term)), r, paste0("b.reg_pv@math.", term), paste0("se.reg_pv@math.", term))
}
pisa("PISA 2012", "PISA", 5, "schoolid")
pisa("PISA 2022", "PISA2015", 10, "cntschid")

piaac <- function(method) {
  d <- data.frame(cntryid = pupils$country, spfwt0 = pupils$w, vemethodn = method, venreps = 80, vefayfac = if (method == 4) 0.3 else NA)
  row <- seq_len(nrow(d))
  for (r in 1:80) d[[paste0("spfwt", r)]] <- switch(method,
    pupils$w * ifelse(row %% 80 == r - 1, 0, 80 / 79),
    pupils$w * ifelse(pupils$zone == r, 2 * pupils$half, 1),
    fay(r, 0), fay(r, 0.3))
  for (m in 1:10) d[[paste0("pvlit", m)]] <- pupils[[paste0("m", m)]]
  r <- as.data.frame(Rrepest(data = d, svy = "PIAAC", est = est("mean", "pvlit@"), by = "cntryid", n.pvs = 10, cores = 1))
  for (i in seq_len(nrow(r))) put(paste("PIAAC 2012", method), "mean", r$cntryid[i], r$`b.mean.pvlit@`[i], r$`se.mean.pvlit@`[i])
}
for (method in 1:4) piaac(method)

# NAEP: paired jackknife of 62 replicates, its sampling variance that of the first value. No package of R for it
# runs on data that are not NAEP's, so survey gives each value's variance and the rule is written out.
naep <- function(case, count) {
  zone <- match(paste(pupils$country, pupils$zone), unique(paste(pupils$country, pupils$zone)))
  weights <- sapply(1:62, function(r) pupils$w * ifelse(zone == r, 2 * pupils$half, 1))
  value <- function(m) pupils[[paste0(if (m > 10) "r" else "m", (m - 1) %% 10 + 1)]]
  for (country in c("A", "B", "C")) {
    at <- pupils$country == country
    design <- svrepdesign(data = data.frame(y = pupils$m1[at]), weights = pupils$w[at], repweights = weights[at, ], type = "other",
      scale = 1, rscales = rep(1, 62), combined.weights = TRUE, mse = TRUE)
    means <- sapply(seq_len(count), function(m) weighted.mean(value(m)[at], pupils$w[at]))
    first <- SE(svymean(~y, design))[[1]]^2
    put(case, "mean", country, mean(means), sqrt(first + (1 + 1 / count) * var(means)))
  }
}
naep("NAEP 2011", 5)
naep("NAEP 2019", 20)

expected <- do.call(rbind, out)
expected$value <- sprintf("%.15g", expected$value); expected$se <- sprintf("%.15g", expected$se)
write.csv(expected, "expected.csv", row.names = FALSE, quote = FALSE)
