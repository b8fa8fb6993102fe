# Sampling weights in models of schools by WeMix: writes weighted_wemix.csv from weighted_pupils.csv.
# Rscript weighted.R (R 4.2.2; WeMix 4.0.4, lme4 1.1.31)

suppressMessages(library(WeMix))
options(digits = 15)

pupils <- read.csv("weighted_pupils.csv")
random <- list(
  null = score ~ 1 + (1 | school),
  intercept = score ~ ses + sector + (1 | school),
  slope = score ~ ses + sector + (1 + ses | school)
)
name <- function(term) {
  named <- c("(Intercept)" = "intercept", sectorpublic = "sector=public")
  ifelse(term %in% names(named), named[term], term)
}
sums <- function(x) ave(x, pupils$school, FUN = sum)
within <- list(
  size = function(w, of_school) w * sums(rep(1, length(w))) / sums(w),
  effective = function(w, of_school) w * sums(w) / sums(w^2),
  none = function(w, of_school) w / of_school
)
rows <- list()
add <- function(...) rows[[length(rows) + 1]] <<- data.frame(...)
for (model in names(random)) for (scaling in names(within)) for (schools in c("weighted", "alike")) {
  if (scaling == "none" && schools == "alike") next
  pupils$w2 <- if (schools == "weighted") pupils$school_weight else 1
  pupils$w1 <- within[[scaling]](pupils$weight, pupils$w2)
  fit <- suppressWarnings(mix(random[[model]], pupils, weights = c("w1", "w2"), cWeights = TRUE))
  case <- paste(model, scaling, schools, sep = "_")
  for (term in names(fit$coef))
    add(case = case, measure = "coefficient", term = name(term), other_term = "",
        value = fit$coef[[term]], se = fit$SE[[term]])
  parts <- fit$varDF[is.na(fit$varDF$var2), ]
  for (at in seq_len(nrow(parts))) {
    residual <- parts$grp[at] == "Residual"
    add(case = case, measure = if (residual) "variance_pupil" else "variance_school",
        term = if (residual) "" else name(parts$var1[at]), other_term = "",
        value = parts$vcov[at], se = parts$SEvcov[at])
  }
  add(case = case, measure = "deviance", term = "", other_term = "", value = -2 * fit$lnl, se = NA)
}
write.csv(do.call(rbind, rows), "weighted_wemix.csv", row.names = FALSE, quote = FALSE, na = "")
