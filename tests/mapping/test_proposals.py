"""What pa-audit inspect proposes for files nobody has described, line by line, and what it asks."""

import re
from pathlib import Path

import polars as pl
import pytest
from ingest.nights import put

from pa_audit.commands.inspect import inspect
from pa_audit.inspection import inspect as look
from pa_audit.inspection import names
from pa_audit.inspection.numerals import Numerals, numerals
from pa_audit.inspection.profile import profile

# Columns and values to come.
REQUESTS = "AUTH_NBR,MBR_ID,LOB,TYPE,RECEIVED_DT,DECISION,{}\n1,m1,HIM,New,2024-01-05 10:00,Denied,{}\n"
FILLS = "CLM_NBR,MBR_ID,FILL_DT,NDC,STATUS,{}\n1,m1,2024-01-05,15054104005,Paid,{}\n"
LINES = "CLAIM_ID,LINE,MBR_ID,SVC_DT,HCPCS,FREQ_CD,STATUS,{}\n1,1,m1,2024-01-05,J2170,1,Paid,{}\n"
# A file nobody has described -> lines of its proposal.
MESSES: dict[str, tuple[str, list[str]]] = {
    "yes, no and another word": (
        REQUESTS.format("MALIGNANCY", "Yes") + "2,m1,HIM,New,2024-01-05 10:00,Denied,No\n"
        "3,m1,HIM,New,2024-01-05 10:00,Denied,unsure\n",
        [
            "# OPEN: what do these codes mean: 1 rare or longer values?",
            'malignancy = { from = "MALIGNANCY", values = { "No" = "N", "Yes" = "Y" } } # sure',
        ],
    ),
    "words for no value in a list": (
        LINES.format("DIAGNOSIS_CODES", "E34.3;R62.52") + "2,1,m1,2024-01-05,J2170,1,Paid,NULL\n",
        ['diagnosis_codes = { from = "DIAGNOSIS_CODES", values = { "NULL" = "" }, split = ";" } # sure'],
    ),
    "reversals of nothing, cents without a point": (
        FILLS.format("600-28-UNIT-OF-MEASURE,TOTAL-PAID", "ML,00481250")
        + "2,m1,2024-01-05,15054104005,Reversed,ML,00481250\n",
        [
            'unit_of_measure = "600-28-UNIT-OF-MEASURE" # likely',
            "# OPEN: which column names the claim that a reversal cancels (reverses_claim_id)? Without one that"
            " stays paid",
            "# OPEN: the median is 481250: are the last digits decimals? Export them with their point",
        ],
    ),
    "visits side by side, one that was not, and a height for all": (
        "MemberID,Height_cm,Visit_Date_1,Weight_kg_1,Visit_Date_2,Weight_kg_2\n"
        "m1,101.5,2022-02-14,15.5,2023-01-07,16.5\nm2,102.5,2022-02-14,15.5,NULL,NULL\n",
        [
            'leave_out = { "Visit_Date_{line}" = ["NULL"] }',
            "# OPEN: a record has one, and several visits: of which of them is it? Leave it out if not of all",
            'weight_kg = { from = "Weight_kg_{line}", values = { "NULL" = "" } } # sure',
        ],
    ),
    "German numbers, short names": (
        "Auth Nbr;Mbr ID;LOB;Req Type;Recd Dt;Auth Status;Dose;Dose Unit;Wt;Wt UOM\n"
        "1;7;MCD;New;01/15/24 09:30;A;1,2;mg;44,5;lbs\n2;8;COM;Renewal;02/15/24 09:30;P;1.000,5;mg;22,5;kg\n",
        [
            'decimal = ","', 'thousands = "."', 'pa_id = "Auth Nbr" # sure',
            'line_of_business = { from = "LOB", values = { "COM" = "COMMERCIAL", "MCD" = "MEDICAID" } } # sure',
            'received_at = { from = "Recd Dt", dates = "MM/DD/YY HH:mm from 1950" } # sure',
            "# OPEN: is P pended, or a partial approval?",
            'dose_mg = { from = "Dose", unit_from = "Dose Unit" } # sure',
            'weight_kg = { from = "Wt", unit_from = "Wt UOM" } # sure',
        ],
    ),
    "French numbers": (
        "Claim Nbr;Member ID;Fill Date;NDC;Qty;Claim Status;Plan Paid\n"
        "1;7;05/01/2024;15054104005;4;Paid;1\u202f234,50\n2;7;31/01/2024;15054104005;4;Paid;12\u00a0345,00\n",
        ['decimal = ","', 'thousands = " "', 'paid_amount = "Plan Paid" # sure'],
    ),
    "two ways of numbers": (
        "MRN,Visit Date,Height cm,Weight kg\n7,2024-01-05,\"101,5\",20.5\n8,2024-01-05,\"102,5\",21.5\n",
        ["# OPEN: numbers are written in two ways; those of Height cm will not be read"],
    ),
    "mornings and afternoons, doses in words": (
        "AUTHORIZATION_ID,PATIENT_ID,PLAN,RECEIVED_DATE_TIME,STATUS,REQUEST_TYPE,FREQUENCY\n"
        "A1,P1,Medicaid,2024-01-15 10:22:11 AM,Approved,Initial,BID\n"
        "A2,P2,Medicaid,2024-02-15 01:22:11 PM,Denied,New,QD\n",
        [
            'received_at = { from = "RECEIVED_DATE_TIME", dates = "YYYY-MM-DD h:mm:SS AM" } # sure',
            'doses_per_day = { from = "FREQUENCY", values = { "BID" = "2", "QD" = "1" } } # sure',
        ],
    ),
    "a name that fits and dates that do not": (
        "MRN,Visit Date,Height cm,Weight kg\n7,2024-01-05T00:00:00Z,101.5,20.5\n",
        [
            "# file.csv is nearest to growth_measurements",
            "# TODO: which column is it? When it was taken (Visit Date fits by its name, but its times name their zone:"
            " export local ones without it)",
        ],
    ),
    "words for no value, and another content": (
        "Claim Nbr,Member Key,Fill Date,NDC,Qty Dispensed,Days Supply,Claim Status,Plan Paid\n"
        "1,7,2024-01-11,15054104005,8,NULL,P,12.50\n2,7,2024-01-12,15054104005,8,28,P,NULL\n"
        "3,7,2024-01-13,15054104005,8,n/a,P,(12.50)\n",
        [
            "# OPEN: do these stand for no value: NULL, n/a?",
            'days_supply = { from = "Days Supply", values = { "NULL" = "", "N/A" = "" } } # sure',
            "# OPEN: Plan Paid fits paid_amount by its name, but not by what it holds: it is not read.",
            "# Expected is an amount of at most 9 digits before and 2 after the point. What else it holds, say in "
            '`values`, "" for no value:',
            '# paid_amount = { from = "Plan Paid", values = { "NULL" = "" } }',
            "# not filled: unit_of_measure, reverses_claim_id, pa_id, prescribing_provider_npi, paid_amount",
            "# not used: Plan Paid",
        ],
    ),
    "notes among amounts": (
        FILLS.format("QTY,PAID", "8,Ada asked") + "2,m1,2024-01-06,15054104005,Paid,8,Ada\n",
        [
            "# OPEN: PAID fits paid_amount by its name, but not by what it holds: it is not read.",
            "# Expected is an amount of at most 9 digits before and 2 after the point. What else it holds, say in "
            '`values`, "" for no value',
        ],
    ),
    "a word among amounts": (
        FILLS.format("QTY,PAID", "8,pending") + "2,m1,2024-01-06,15054104005,Paid,8,pending\n"
        "3,m1,2024-01-06,15054104005,Paid,8,12\n",
        ['# paid_amount = { from = "PAID", values = { "pending" = "?" } }'],
    ),
    "many columns, one with a long name": (
        FILLS.format("QTY," + ",".join(f"col_{n}" for n in range(10, 24)) + f",{'x' * 70}", "8" + ",z" * 15),
        [
            "# not used: col_10, col_11, col_12, col_13, col_14, col_15, col_16, col_17, col_18, col_19, col_20,",
            f"#   col_21, col_22, col_23, {'x' * 60}…",
        ],
    ),
    "a delimiter behind every row": (
        "MEMBER_ID|VITAL_DT|HT_CM|WT_LBS\n7|2024-02-02|110.5|45.2|\n8|2024-02-02|111.5|45.2|\n",
        [
            "file.csv: utf-8 text, delimiter '|', a delimiter more ends every row, 4 columns, 2 rows looked at",
            "trailing_delimiter = true", 'weight_kg = { from = "WT_LBS", unit = "lb" } # sure',
            "file.csv as growth_measurements: of 2 records looked at, 2 pass the row rules",
        ],
    ),
    "a title above the header": (
        "sep=;\nGrowth clinic\nMRN;Visit Date;Height cm;Weight kg\n7;02.01.2024;101,5;20,5\n",
        [
            "file.csv: utf-8 text, delimiter ';', header on line 3, 4 columns, 1 rows looked at",
            "skip_lines = 2", 'height_cm = "Height cm" # sure',
            "file.csv as growth_measurements: of 1 records looked at, 1 pass the row rules",
        ],
    ),
    "births of two digits": (
        "MEMBER_NO,PATIENT DOB,MBR GENDER\n7,05/06/14,Male\n8,12/11/12,girl\n",
        [
            "# OPEN: no day above 12 in the rows looked at: is it MM/DD or DD/MM?",
            "# OPEN: years have two digits: is everybody born from 1930 on?",
            'birth_date = { from = "PATIENT DOB", dates = "MM/DD/YY from 1930" } # likely',
            'sex = { from = "MBR GENDER", values = { "Male" = "M", "girl" = "F" } } # likely',
        ],
    ),
    "days before months, as another column shows": (
        "Member,Birth Date,Sex,Enrolled\n7,05/06/2014,M,31/01/2020\n8,12/11/2012,F,01/02/2020\n",
        ['birth_date = { from = "Birth Date", dates = "DD/MM/YYYY" } # sure'],
    ),
    "dollars and day numbers": (
        'Rx Claim #,Mbr #,Filled On,Drug NDC,Qty Disp,DS,Sts,Plan Pd Amt\n1,7,45310,15054-1040-5,8,28,R,"$1,234.50"\n',
        [
            'thousands = ","', "# OPEN: these look like a spreadsheet's day numbers: are they?",
            'dispensing_date = { from = "Filled On", dates = "excel" } # likely', 'days_supply = "DS" # sure',
            "# OPEN: is R reversed, or rejected?", 'paid_amount = "Plan Pd Amt" # sure',
        ],
    ),
    "a note among codes": (
        "Auth Number,Member ID,LOB,Type,Request Date,Decision\n1,7,HIM,New,2024-01-05 10:00,Denied\n"
        "2,8,HIM,New,2024-01-05 10:00,void\n3,9,HIM,New,2024-01-05 10:00,Ada Example asked us to wait\n"
        "4,8,HIM,New,2024-01-05 10:00,void\n5,9,HIM,New,2024-01-05 10:00,X\n6,9,HIM,New,2024-01-05 10:00,EXAMPLE\n"
        "7,8,HIM,New,2024-01-05 10:00,A-1234\n8,9,HIM,New,2024-01-05 10:00,A-1234\n"
        "8,8,HIM,New,2024-01-05 10:00,Ada E.\n9,9,HIM,New,2024-01-05 10:00,Ada E.\n",
        ["# OPEN: what do these codes mean: X, void, 4 rare or longer values?"],
    ),
    "codes in words of their own": (
        "Claim Nbr,Member ID,Fill Date,NDC,Qty,Claim Status\n1,7,2024-01-05,15054104005,4,bezahlt\n",
        [
            "# TODO: which column is it? Claim's status (one of PAID, REVERSED, DENIED) "
            "(Claim Status fits by its name, but not by what it holds)",
            'claim_status = "?" # a guess',
        ],
    ),
    "times that a spreadsheet counts in days": (
        "Auth Number,Member ID,LOB,Type,Received,Decision\n1,7,HIM,New,45310.395833,Denied\n",
        ['received_at = { from = "Received", dates = "excel" } # likely'],
    ),
    "visits side by side": (
        "MRN,chart_id,visit_date_1,height_in_1,weight_lb_1,visit_date_2,height_in_2,weight_lb_2\n"
        "7,1,2024-01-05,44.1,44.1,2024-02-05,44.6,45\n8,2,2024-01-05,44.1,44.1,,,\n",
        [
            "lines = 2 # side by side: {line} counts them", 'keep = { "visit_date_{line}" = ["*"] }',
            'measurement_id = { from = ["MRN", "visit_date_{line}"], join = "-" } # a guess',
            'measured_date = "visit_date_{line}" # sure',
            'height_cm = { from = "height_in_{line}", unit = "in" } # sure',
            'weight_kg = { from = "weight_lb_{line}", unit = "lb" } # sure', "# not used: chart_id",
            "file.csv as growth_measurements: of 2 records looked at, 3 pass the row rules",
        ],
    ),
    "one below the other": (
        "Encounter Date,MRN,Vital,Result,Units\n2024-01-05,7,Height,44.1,in\n2024-01-05,7,Weight,44.1,lb\n"
        "2024-01-05,7,Pulse,80,bpm\n",
        [
            'keep = { "Vital" = ["Height", "Weight"] }',
            'measurement_id = { from = ["MRN", "Encounter Date", "Vital"], join = "-" } # a guess',
            'height_cm = { from = "Result", unit_from = "Units", when = { "Vital" = ["Height"] } } # likely',
        ],
    ),
    "one below the other, with a code beside the name": (
        "PatientID,ObsDate,ObsCode,ObsName,ObsValue,ObsUnit\n7,2024-01-05,8302-2,Body height,44.1,in\n"
        "7,2024-01-05,29463-7,Body weight,44.1,lb\n",
        ['height_cm = { from = "ObsValue", unit_from = "ObsUnit", when = { "ObsCode" = ["8302-2"] } } # likely'],
    ),
    "one below the other, with the unit in the field": (
        "PatientID,ObsDate,ObsName,ObsValue\n7,2024-01-05,Height,44.1 in\n7,2024-01-05,Weight,44.1 lbs\n"
        "7,2024-01-05,Blood pressure,90/60\n7,2024-01-05,Pulse,80 bpm\n",
        [
            'height_cm = { from = "ObsValue", unit_from = "ObsValue", when = { "ObsName" = ["Height"] } } # likely',
            "file.csv as growth_measurements: of 4 records looked at, 2 pass the row rules",
        ],
    ),
    "a height among other words": (
        "Claim Nbr;Member ID;Fill Date;NDC;Qty;Claim Status;Plan Paid;Clerk\n"
        "1;7;2024-01-05;15054104005;4;Paid;234;HT\n2;7;2024-01-31;15054104005;4;Paid;12,50;AB\n",
        ['decimal = ","', 'paid_amount = "Plan Paid" # sure'],
    ),
    "a unit in the field": (
        "MRN;Visit Date;Height;Weight\n7;2024-01-05;110,5 cm;44,1 lb\n" + "8;2024-01-05;44,1 in;20,5kg\n" * 19
        + "9;2024-01-05;110,5 cm;45 Ada\n",
        [
            "    Weight: numbers in kg, lb, 100 % filled, 3 different", 'decimal = ","',
            'weight_kg = { from = "Weight", unit_from = "Weight" } # sure',
            "file.csv as growth_measurements: of 21 records looked at, 20 pass the row rules",
        ],
    ),
    "one below the other, in words of their own": (
        "PatientID,ObsDate,ObsCode,ObsValue\n7,2024-01-05,H,44.1\n7,2024-01-05,W,44.1\n",
        ['height_cm = "?"', 'weight_kg = "?"'],
    ),
    "more than half of it": (
        "Claim Number,Member ID,Fill Date,Quantity,Drug\n1,7,2024-01-05,4,Increlex\n",
        [
            "# file.csv is nearest to pharmacy_claims", "[[pharmacy_claims]]", 'claim_id = "Claim Number" # sure',
            "# TODO: which column is it? National Drug Code, 11 digits [407-D7]", 'ndc_code = "?" # a guess',
            "# not used: Drug",
        ],
    ),
    "nothing like it": (
        "drug,color\nx,y\n",
        ["# file.csv looks like none of the extracts; to read it as members, answer the TODO lines", "# [[members]]",
         "# # TODO: which column is it? Member's id", '# member_id = "?" # a guess', "# # not used: drug, color"],
    ),
    "codes with their versions beside them": (
        "CLM_ID,LINE,BENE_ID,DOS,HCPCS,DX_CD1,DX_VRSN_CD1,DX_CD2,DX_VRSN_CD2\n1,1,P1,2024-01-05,J2170,E343,0,2533,9\n",
        ['# OPEN: which are ICD-10? keep these alone: when = { "DX_VRSN_CD{n}" = … }'],
    ),
    "codes side by side": (
        "Auth Number,Member ID,LOB,Type,Request Date,Decision,Diag1,Diag2,Other\n"
        "1,7,HIM,New,2024-01-05 10:00,Denied,E34.3,Q87.1,x\n",
        ['diagnosis_codes = { from = "Diag{n}", n = [1, 2], join = ";" } # sure', "# not used: Other"],
    ),
    "doses by weight": (
        REQUESTS.format("DOSE_MG_KG,DOSE_VOL,Growth Velocity (cm/yr)", "0.12,0.24,4.5"),
        [
            "# OPEN: DOSE_MG_KG fits dose_mg by its name, but its unit is not one that is converted: it is not read.",
            "# not used: DOSE_MG_KG, DOSE_VOL, Growth Velocity (cm/yr)",
        ],
    ),
    "a unit beside it that is none of the dose's": (
        REQUESTS.format("Strength,DOSE,UOM,WT,WT_UOM", "10,0.12,mg/kg,20,lb"),
        [
            "# OPEN: DOSE fits dose_mg by its name, but the unit in UOM is not one that is converted: it is not read.",
            'weight_kg = { from = "WT", unit_from = "WT_UOM" } # sure', "# not used: Strength, DOSE, UOM",
        ],
    ),
    "a unit of something else": (
        REQUESTS.format("DOSE,QTY,UOM", "2.4,8,ML"), ['dose_mg = "DOSE" # sure'],
    ),
    "milligrams where millilitres are expected": (
        FILLS.format("QTY_MG,PLAN_PAID", "80,100"),
        [
            "# TODO: which column is it? Quantity in the product's billing unit, mL for vials [442-E7] (above 0) "
            "(QTY_MG fits by its name, but its unit is not one that is converted)",
        ],
    ),
    "millilitres": (FILLS.format("QTY_ML,PLAN_PAID", "8,100"), ['quantity = "QTY_ML" # sure']),
    "feet and inches, pounds and ounces": (
        "VITAL_ID,MBR_ID,VISIT_DT,HT_FT,HT_IN,WT_POUNDS,WT_OZ\nv1,m1,2024-01-05,3,2,40,3\nv2,m1,2024-02-05,3,3,41,\n",
        [
            "# OPEN: HT_FT fits height_cm by its name, but HT_IN holds the rest of it: export one number in one unit: "
            "it is not read.",
            "# not used: HT_FT, HT_IN, WT_POUNDS, WT_OZ",
        ],
    ),
    "ounces that nobody fills in": (
        "VITAL_ID,MBR_ID,VISIT_DT,WT_LB,WT_OZ\nv1,m1,2024-01-05,40,\n",
        ['weight_kg = { from = "WT_LB", unit = "lb" } # sure'],
    ),
    "sexes that are 0 and 1": (
        "MBR_ID,DOB,SEX\n7,2014-05-06,0\n8,2014-05-06,1\n9,2014-05-06,9\n",
        ["# # TODO: which column is it? Sex (one of M, F, U) (SEX fits by its name, but which of its 0 and 1 is male? "
         "Say in `values`)"],
    ),
    "sexes as in ISO 5218": (
        "MBR_ID,DOB,SEX\n7,2014-05-06,0\n8,2014-05-06,1\n9,2014-05-06,2\n",
        ['sex = { from = "SEX", values = { "0" = "U", "1" = "M", "2" = "F" } } # sure'],
    ),
    "DEA numbers": (
        FILLS.format("QTY,PRESCRIBER_ID", "8,AB1234563"),
        ["# OPEN: PRESCRIBER_ID fits prescribing_provider_npi by its name, but an NPI has 10 digits: it is not read."],
    ),
    "NPIs": (
        FILLS.format("QTY,PRESCRIBER_ID", "8,1234567893"), ['prescribing_provider_npi = "PRESCRIBER_ID" # sure'],
    ),
    "a name that is only like a known one": (
        REQUESTS.format("REQ_DOSE_LEVEL_MG,GROWTH_VELOCITY_SDS", "2.4,-1.5"),
        [
            "# OPEN: is it dose_mg (Requested dose in mg per administration)? Its name is not one that is known for "
            "that",
            'dose_mg = "REQ_DOSE_LEVEL_MG" # a guess',
            "# OPEN: is it growth_velocity_sds_1y, or growth_velocity_sds_2y?",
            'growth_velocity_sds_1y = "GROWTH_VELOCITY_SDS" # a guess',
        ],
    ),
    "doses and quantities without a unit": (
        REQUESTS.format("DOSE,PRIOR_DOSE,APPROVED_QTY", "2.4,1.2,40"),
        [
            "# OPEN: milligrams a dose, or mg/kg?", 'dose_mg = "DOSE" # sure', 'prior_dose_mg = "PRIOR_DOSE" # sure',
            "# OPEN: milligrams, millilitres or vials?", 'authorized_quantity_mg = "APPROVED_QTY" # sure',
        ],
    ),
    "a quantity with implied decimals": (
        FILLS.format("QTY", "8000"),
        ["# OPEN: the median is 8000: are the last digits decimals? Export them with their point"],
    ),
    "authorizations of claims, no two alike": (
        FILLS.format("QTY,AUTH_NBR", "8,9001") + "2,m1,2024-01-06,15054104005,Paid,8,9002\n",
        ["# OPEN: no two are alike: is it the prior authorization [462-EV], or the payer's answer to the claim "
         "[503-F3]?"],
    ),
    "two that fit alike": (
        "SUBSCRIBER_ID,MBR_NBR,DOB,SEX\nF1,m1,2014-05-06,F\n",
        ["# OPEN: which of these is it? SUBSCRIBER_ID, MBR_NBR", 'member_id = "SUBSCRIBER_ID" # a guess'],
    ),
    "dates that fit alike, and amounts": (
        FILLS.format("QTY,RX_DT,TOTAL_PAID,PLAN_PAID", "8,2024-01-06,9,8"),
        [
            "# OPEN: which of these is it? FILL_DT, RX_DT", "# OPEN: which of these is it? TOTAL_PAID, PLAN_PAID",
            'paid_amount = "TOTAL_PAID" # a guess',
        ],
    ),
    "a status beside the decision, a name of the contract's own beside another": (
        REQUESTS.format("STATUS,PATIENT_ID", "Pending,p1"),
        ['decision = "DECISION" # sure', 'member_id = "MBR_ID" # sure'],
    ),
    "what the patient paid": (FILLS.format("QTY,PATIENT_PAID_AMT", "8,25.00"), ["# not used: PATIENT_PAID_AMT"]),
    "a family's id": (
        FILLS.replace("MBR", "CARDHOLDER").format("QTY,PERSON_CODE", "8,01"),
        ["# OPEN: has each person one, or each family? Join it then with the column that tells its persons: "
         'join = "-"'],
    ),
    "codes with their types before them": (
        LINES.format("BILL_TYPE_1,BILL_TYPE_2,DX_CD_TYPE_1,DX_CD_1,DX_CD_TYPE_2,DX_CD_2", "a,b,ABK,E34.3,ABF,C71.9"),
        [
            '# OPEN: which are ICD-10? keep these alone: when = { "DX_CD_TYPE_{n}" = … }',
            'diagnosis_codes = { from = "DX_CD_{n}", n = [1, 2], join = ";" } # sure',
        ],
    ),
    "codes side by side, with leading zeros": (
        LINES.format("DX01,DX02,DX10,PRIMARY_DX,MOD_2,MOD_3", "E34.3,C71.9,,E34.3,RT,25"),
        [
            "# OPEN: PRIMARY_DX fits too: does it hold a code that these lack?",
            'diagnosis_codes = { from = ["DX01", "DX02", "DX10"], join = ";" } # sure',
            'hcpcs_modifiers = { from = "MOD_{n}", n = [2, 3], join = ";" } # sure',
        ],
    ),
    "codes side by side, and words for no value": (
        LINES.format("DX_1,DX_2,MODIFIER_1,MODIFIER_2", "E34.3,NULL,JB,~"),
        [
            "# OPEN: do these stand for no value: NULL?",
            'diagnosis_codes = { from = "DX_{n}", n = [1, 2], join = ";", values = { "NULL" = "" } } # sure',
            "# OPEN: do these stand for no value: ~?",
            'hcpcs_modifiers = { from = "MODIFIER_{n}", n = [1, 2], join = ";", values = { "~" = "" } } # sure',
        ],
    ),
    "words for no value among ids": (
        "Claim Nbr,Member ID,Fill Date,NDC,Qty,Status,Auth Number,Prescriber NPI,Original Claim ID,Paid\n"
        "1,7,2024-01-11,15054104005,8,P,000000000,1234567893,UNK,12\n"
        "2,0,.,15054104005,.,P,000000000,0,unk,.\n3,8,2024-01-11,15054104005,8,P,9,0,<NULL>,12\n",
        [
            'member_id = "Member ID" # sure', "# OPEN: do these stand for no value: .?",
            'dispensing_date = { from = "Fill Date", values = { "." = "" } } # sure',
            'quantity = { from = "Qty", values = { "." = "" } } # sure',
            "# OPEN: do these stand for no value: <NULL>, UNK, unk?",
            'reverses_claim_id = { from = "Original Claim ID", values = { "<NULL>" = "", "UNK" = "" } } # sure',
            'pa_id = { from = "Auth Number", values = { "000000000" = "" } } # sure',
            'prescribing_provider_npi = { from = "Prescriber NPI", values = { "0" = "" } } # sure',
            'paid_amount = { from = "Paid", values = { "." = "" } } # sure',
        ],
    ),
    "columns that are blank": (
        "Claim Nbr,Member ID,Fill Date,NDC,Qty,Status,Rx Days Supply,Original Claim ID,Auth Number\n"
        "1,7,,15054104005,8,P,,,\n2,8,,15054104005,8,P,,,.\n",
        [
            "# OPEN: the rows looked at are all blank", 'dispensing_date = "Fill Date" # a guess',
            'days_supply = "Rx Days Supply" # a guess', 'reverses_claim_id = "Original Claim ID" # a guess',
            'pa_id = { from = "Auth Number", values = { "." = "" } } # a guess',
        ],
    ),
    "codes with commas between them": (
        LINES.format("DIAG_CODES,MODIFIERS", '"E34.3, C71.9",JW 25'),
        [
            '# OPEN: codes seem to be separated by ",": if so, say split = ","',
            'diagnosis_codes = "DIAG_CODES" # likely',
            '# OPEN: codes seem to be separated by " ": if so, say split = " "',
            'hcpcs_modifiers = "MODIFIERS" # likely',
        ],
    ),
    "codes with semicolons between them": (
        LINES.format("DIAG_CODES", "E34.3;C71.9"), ['diagnosis_codes = "DIAG_CODES" # sure'],
    ),
    "decimals without a zero before the point": (
        FILLS.format("QTY,PLAN_PAID", ".62,.5"),
        ['quantity = "QTY" # sure', "file.csv as pharmacy_claims: of 1 records looked at, 1 pass the row rules"],
    ),
    "thousands or decimals": (
        FILLS.replace(",", ";").format("QTY;PLAN_PAID", "8,000;4812"),
        ['thousands = ","', "# OPEN: QTY: each number has one ',', then 3 digits: are these decimals?"],
    ),
    "ids of a data frame": (
        FILLS.format("QTY,AUTH_NBR", "8,9000.0"),
        ["# OPEN: some ids are written as =\"7\", '7 or 7.0, and meet no other column's 7: export the column as text"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("source", "column", "unit"),
    [
        ("MBR_ID", "member_id", None), ("Member #", "member_id", None), ("PatientDOB", "birth_date", None),
        ("DATEOFBIRTH", "birth_date", None), ("Mbr Gender", "sex", None), ("SVC_DT", "dispensing_date", None),
        ("Weight (lbs)", "weight_kg", "lb"), ("Height in inches", "height_cm", "in"), ("Dose (mcg)", "dose_mg", "mcg"),
        ("Plan Pd Amt", "paid_amount", None), ("Prescr NPI", "prescriber_npi", None),
        ("Age Years", "age_months", "years"), ("MEAS_DATE", "measured_date", None),
        ("MEME_SEX", "sex", None), ("ZC_SEX_NAME", "sex", None),
        ("CLM05_3_FrequencyCode", "frequency_code", None), ("CLP02_ClaimStatus", "claim_status", None),
        ("407-D7 NDC", "ndc_code", None),
        ("MEAS_ID", "measurement_id", None),
    ],
)  # fmt: skip
def test_a_name_is_known_however_it_is_shortened(source: str, column: str, unit: str | None) -> None:
    assert names.alike(source, column) >= 0.8
    assert names.unit_in(source) == unit


@pytest.mark.parametrize(
    ("source", "column"),
    [
        ("PAID", "pa_id"), ("Paid Date", "paid_amount"), ("Notes", "sex"), ("HEIGHT_VELOCITY_SDS", "height_sds"),
        ("TARGET_HEIGHT_SDS", "height_sds"), ("Mid Parental Height", "height_cm"), ("BIRTH_WEIGHT_KG", "weight_kg"),
        ("IGF1_SDS_FOLLOWUP", "igf1_sds"), ("GH_LEVEL_PEAK", "gh_level"), ("STIMULATED_GH_LEVEL", "gh_level"),
        ("FAMILY_MALIGNANCY", "malignancy"), ("No Malignancy", "malignancy"), ("DAILY_DOSE_MG", "dose_mg"),
        ("DOSES_PER_WEEK", "doses_per_day"), ("SOMATROPIN_DISCONTINUED", "concurrent_somatropin"),
    ],
)  # fmt: skip
def test_another_name_is_none(source: str, column: str) -> None:
    assert names.alike(source, column) == 0.0


# Dates of a column -> the formats that are proposed.
DATES: dict[str, tuple[list[str], tuple[str, ...]]] = {
    "one day above 12 settles it": ([f"05/{n:02d}/2024" for n in range(1, 12)] + ["15/02/2024"], ("DD/MM/YYYY",)),
    "none does": (["05/06/2024", "06/05/2024"], ("MM/DD/YYYY", "DD/MM/YYYY")),
    "a month of one digit among others": ([f"12/{n}/2024" for n in range(13, 29)] + ["9/3/2024"], ("M/D/YYYY",)),
    "what is no date settles nothing": (["?", *(f"12/{n}/2024" for n in range(13, 29))], ("MM/DD/YYYY",)),
    "one that is written in another way": (["6/30/2023", "30.06.2023", "7/31/2023"], ("M/D/YYYY",)),
    "points": (["5.6.2024", "31.12.2024"], ("D.M.YYYY",)),
}


@pytest.mark.parametrize("case", DATES)
def test_dates_are_of_the_format_that_the_most_fit(case: str) -> None:
    values, expected = DATES[case]
    found = profile(pl.Series("day", values), Numerals()).dates
    assert found[: len(expected)] == expected
    assert {text[0] for text in found} == {text[0] for text in expected}


@pytest.mark.parametrize(
    ("numbers", "asked"),
    [
        (["8,000", "16,000"], True), (["8,000", "16"], False), (["1,000,000"], False), (["8,000.5"], False),
        (["8.000"], False),
    ],
)  # fmt: skip
def test_three_decimals_that_may_be_thousands_are_asked_about(numbers: list[str], asked: bool) -> None:
    amounts = pl.Series("paid", ["4812", "12"])
    assert bool(numerals([pl.Series("quantity", numbers), amounts]).doubtful) == asked


@pytest.mark.parametrize(
    ("ids", "decorated"),
    [(['="007"'], True), (["'007", "8"], True), (["7.0"], True), (["7.01", "a.0", "a'b"], False)],
)
def test_ids_with_signs_around_them_are_asked_about(ids: list[str], decorated: bool) -> None:
    assert profile(pl.Series("id", ids), Numerals()).decorated == decorated


@pytest.mark.parametrize("case", MESSES)
def test_a_mess_is_proposed_line_by_line(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content, expected = MESSES[case]
    put(tmp_path / "file.csv", content)
    inspect(tmp_path / "file.csv")
    told = capsys.readouterr().out.splitlines()
    assert [line for line in expected if line not in told] == []
    guessed = [place for place, line in enumerate(told) if line.endswith("# a guess")]
    assert [told[place] for place in guessed if not re.match("(# )?# (OPEN|TODO): ", told[place - 1])] == []


@pytest.mark.parametrize(
    ("codes", "padded", "question"),
    [
        (["1505410400", "1505410410"], False, "all codes have 10 digits, which is ambiguous without dashes"),
        (["1505410400", "15054104005"], True, "some codes have fewer than 11 digits"),
        (["150541040", "150541041"], True, "some codes have fewer than 11 digits"),
        (["15054104005", "15054104105"], False, None),
        (["15054-1040-5", "15054-1041-5"], False, None),
    ],
)
def test_codes_that_are_ambiguous_are_asked_about(
    codes: list[str], padded: bool, question: str | None, tmp_path: Path
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    claims = "".join(f"c{n},m1,2024-01-0{n},{code},1,PAID\n" for n, code in enumerate(codes, 1))
    put(tmp_path / "fills.csv", f"Claim Nbr,Member ID,Fill Date,NDC,Qty Dispensed,Claim Status\n{claims}")
    found = look(tmp_path / "fills.csv", 0, scratch)
    way = found.seen[0].guesses[0].ways["ndc_code"]
    assert ("pad = 11" in way.toml) == padded
    assert (f"# OPEN: {question}" in found.text) if question else way.questions == []


@pytest.mark.parametrize(
    ("ids", "lost"),
    [
        (["1,5E+15", "7"], True), (["1.5E15", "7"], True), (["1e15", "777"], True), (["1e15", "A7"], False),
        (["1e15", "1e16"], False), (["177", "777"], False),
    ],
)  # fmt: skip
def test_ids_without_all_their_digits_are_asked_about(ids: list[str], lost: bool) -> None:
    assert profile(pl.Series("id", ids), Numerals()).exponents == lost
