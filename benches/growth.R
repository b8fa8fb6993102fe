# Growth percentiles by quantreg, as the R package SGP makes them, of five invented grades of 6,850 pupils with integer
# scores up to 400: writes the files that `cargo bench --bench growth` reads, and the time of quantreg beside.
# Rscript benches/growth.R FOLDER; one core per grade, as many at a time as there are cores.
library(quantreg)
library(splines)
library(parallel)
folder <- commandArgs(TRUE)[1]
dir.create(folder, showWarnings = FALSE)

grade <- function(number) {
  set.seed(number)
  ability <- rnorm(6850)
  score <- function(level, noise) pmin(400, pmax(0, round(level + 70 * (ability + rnorm(6850, sd = noise)))))
  pupils <- data.frame(entry = score(230, 0.5), exit = score(240, 0.6))
  write.csv(pupils, file.path(folder, paste0("grade", number, ".csv")), row.names = FALSE)
  pupils
}

sgp_sum <- function(pupils) {
  knots <- round(quantile(pupils$entry, c(.2, .4, .6, .8)), 3)
  boundary <- round(extendrange(pupils$entry, f = .1), 3)
  basis <- bs(pupils$entry, knots = knots, Boundary.knots = boundary)
  taus <- seq(.005, .995, .01)
  predicted <- sapply(taus, function(tau) suppressWarnings(fitted(rq(pupils$exit ~ basis, tau, method = "br"))))
  predicted <- round(t(apply(predicted, 1, sort)), 5)
  sgp <- rowSums(predicted < pupils$exit)
  sum(pmin(99, pmax(1, sgp)))
}

grades <- lapply(1:5, grade)
for (cores in unique(c(1, detectCores()))) {
  seconds <- system.time(sums <- unlist(mclapply(grades, sgp_sum, mc.cores = cores)))["elapsed"]
  cat(sprintf("quantreg %s, %d core(s): %.1f s; sums of SGP %s\n", packageVersion("quantreg"), cores, seconds,
              paste(sums, collapse = " ")))
}
