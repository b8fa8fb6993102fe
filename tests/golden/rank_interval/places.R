# Places and their intervals of the units of estimates.csv: Holm by R's p.adjust, max-t by csranks.
# Rscript places.R FOLDER_OF_CSRANKS > expected.csv, with the folder R/ of the sources of csranks
# (github.com/danielwilhelm/R-CS-ranks at bd4f755, GPL-3; run, not copied). R 4.2.2, MASS 7.3.
sources <- commandArgs(TRUE)[1]
for (file in c("utilityfunctions.R", "argument_checks.R", "rank_utils.R", "diffmeans.R", "ranks.R"))
  source(file.path(sources, file))
all <- read.table("estimates.csv", header = TRUE, sep = "|", encoding = "UTF-8", colClasses = "character")
published <- read.csv("published.csv", encoding = "UTF-8", colClasses = "character")
names(published) <- c("unit", "value", "se")
all <- rbind(all, cbind(case = "published", published))
value <- function(text) sapply(strsplit(text, "/"), function(x) as.numeric(x[1]) / ifelse(length(x) > 1, as.numeric(x[2]), 1))

holm <- function(x, se, simultaneous, alpha = 0.05) {
  m <- length(x)
  p <- 2 * pnorm(-abs(outer(x, x, "-") / sqrt(outer(se^2, se^2, "+"))))
  p[is.na(p)] <- 1
  adjusted <- matrix(1, m, m)
  if (simultaneous) {
    adjusted[upper.tri(adjusted)] <- p.adjust(p[upper.tri(p)], "holm")
    adjusted <- pmin(adjusted, t(adjusted))
  } else {
    for (i in 1:m) adjusted[i, -i] <- p.adjust(p[i, -i], "holm")
  }
  better <- outer(x, x, "<")  # [i, k]: k is better than i
  sure <- adjusted <= alpha
  diag(sure) <- FALSE
  list(L = 1 + rowSums(sure & better), U = m - rowSums(sure & !better))
}

cat("indicator|source|arguments|by|year|group|subject|measure|value\n")
for (case in unique(all$case)) {
  units <- all[all$case == case, ]
  x <- value(units$value); se <- as.numeric(units$se)
  known <- !is.na(se); m <- length(x)
  of <- c(district_rate = "rate", school_rate = "rate", published = "value")[case]
  of <- if (is.na(of)) "mean" else of
  if (case == "published") {
    asked <- "rank_interval_of_column|published.csv|column=平均分&error=标准误"
    place <- "县||%s||%s|%s\n"
  } else {
    asked <- sprintf("rank_interval|candidates.csv|of=%s&minimum=1", of)
    place <- paste0(if (grepl("district", case)) "district" else "school", "||%s|mathematics|%s|%s\n")
  }
  for (family in c("marginal", "simultaneous")) for (procedure in c("holm", "bootstrap")) {
    together <- family == "simultaneous"
    if (procedure == "holm") {
      sets <- holm(x, se, together)
    } else {
      # csranks wants an error of all: units without one are compared with nobody.
      # Other draws are made elsewhere: only bounds that do not change with the seed, nor where the
      # coverage is a little less or more, are kept.
      runs <- expand.grid(seed = 1:3, coverage = c(0.95, 0.94, 0.96))
      of_run <- Map(function(seed, coverage) csranks(x[known], diag(se[known]^2), coverage = coverage,
        stepdown = TRUE, R = 5000, simul = together, seed = seed), runs$seed, runs$coverage)
      agreed <- function(bound) {
        bounds <- sapply(of_run, function(found) found[[bound]])
        ifelse(apply(bounds, 1, function(row) all(row == row[1])), bounds[, 1], NA)
      }
      sets <- list(L = rep(1, m), U = rep(m, m))
      sets$L[known] <- agreed("L")
      sets$U[known] <- agreed("U") + sum(!known)
    }
    arguments <- sprintf("&family=%s&procedure=%s&replicates=5000|", family, procedure)
    for (i in seq_len(m)) {
      rows <- c(rank = 1 + sum(x > x[i]), best_rank = sets$L[i], worst_rank = sets$U[i])
      for (name in names(rows)[!is.na(rows)])
        cat(asked, arguments, sprintf(place, units$unit[i], name, as.integer(rows[name])), sep = "")
    }
  }
  for (i in seq_len(m))
    cat(asked, "|", sprintf(place, units$unit[i], of, units$value[i]), sep = "")
}
