# Rscript real.R FOLDER: the data that two packages of CRAN ship, as csv into FOLDER, and what the packages make of
# them, into real.csv. The data are the packages' own and are not kept here.
suppressMessages(library(ILSAstats))
if (!exists("Rrepest")) suppressMessages(library(Rrepest))
folder <- if (exists("folder")) folder else commandArgs(TRUE)[1]

# A random 3,000 pupils of TIMSS 1999, grade 8.
write.csv(timss99, file.path(folder, "timss99.csv"), row.names = FALSE)
league <- leaguetable(df = timss99, year = 1999)
iea <- data.frame(case = "TIMSS 1999 8", subject = league$subject, country = league$group, value = league$mean, se = league$se)

# 1,269 pupils of PISA 2018 with noise.
pisa <- if (exists("df_pisa18")) df_pisa18 else Rrepest::df_pisa18
pisa <- as.data.frame(lapply(pisa, function(column) { attributes(column) <- NULL; column }))
write.csv(pisa, file.path(folder, "pisa18.csv"), row.names = FALSE, na = "")
found <- as.data.frame(Rrepest(data = pisa, svy = "PISA2015", est = est("mean", c("pv@math", "pv@read", "pv@scie")), by = "cnt", n.pvs = 10, cores = 1))
oecd <- do.call(rbind, lapply(c(mathematics = "math", reading = "read", science = "scie"), function(subject)
  data.frame(case = "PISA 2018", subject = names(which(c(mathematics = "math", reading = "read", science = "scie") == subject)), country = found$cnt,
    value = found[[paste0("b.mean.pv@", subject)]], se = found[[paste0("se.mean.pv@", subject)]])))
real <- rbind(iea, oecd); real$subject[real$subject == "math"] <- "mathematics"
real$value <- sprintf("%.15g", real$value); real$se <- sprintf("%.15g", real$se)
write.csv(real, "real.csv", row.names = FALSE, quote = FALSE)
