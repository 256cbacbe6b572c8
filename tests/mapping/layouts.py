"""Small drops in other people's layouts: the column names are theirs, every value is ours."""


def table(sign: str, *rows: dict[str, str]) -> str:
    """Write rows under the columns that any of them has; what a row lacks is blank."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    lines = [sign.join(columns), *(sign.join(row.get(name, "") for name in columns) for row in rows)]
    return "\n".join(lines) + "\n"


def _observation(number: int, person: str, code: str, result: str, unit: str) -> dict[str, str]:
    return {
        "observation_id": f"o{number}", "person_id": person, "patient_id": person, "observation_date": "2024-01-05",
        "source_code_type": "loinc", "source_code": code, "result": result, "source_units": unit,
    }  # fmt: skip


TUVA = {
    "eligibility.csv": table(
        ",",
        {"person_id": "p1", "member_id": "x1", "gender": "female", "birth_date": "2015-03-01", "payer": "own"},
        {"person_id": "p1", "member_id": "x1", "gender": "Female", "birth_date": "2015-03-01", "payer": "own"},
        {"person_id": "p2", "member_id": "x2", "gender": "", "birth_date": "2016-04-02 00:00:00", "payer": "own"},
    ),
    "observation.csv": table(
        ",",
        _observation(1, "p1", "8302-2", "40", "[in_i]"),
        _observation(2, "p2", "29463-7", "20.5", "kg"),
        _observation(3, "p2", "8302-2", "1", "furlong"),
        _observation(4, "p2", "8867-4", "70", "/min"),
    ),
    "lab_result.csv": table(
        ",",
        {
            "lab_result_id": "l1", "person_id": "p1", "patient_id": "p1", "source_order_code": "2484-4",
            "result": "88", "collection_datetime": "2024-01-05 08:00:00", "source_units": "ng/mL",
        },
    ),
    "pharmacy_claim.csv": table(
        ",",
        {
            "claim_id": "c1", "claim_line_number": "1", "person_id": "p1", "member_id": "x1",
            "dispensing_date": "2024-01-05", "ndc_code": "15054104005", "quantity": "4", "days_supply": "28",
            "prescribing_provider_npi": "1234567893", "paid_amount": "12.3",
        },
        {
            "claim_id": "c1", "claim_line_number": "2", "person_id": "p1", "dispensing_date": "2024-01-05",
            "ndc_code": "15054104005", "quantity": "4",
        },
    ),
    "medical_claim.csv": table(
        ",",
        {
            "claim_id": "m1", "claim_line_number": "1", "person_id": "p1", "claim_start_date": "2024-01-04",
            "claim_line_start_date": "2024-01-05", "hcpcs_code": "J2170", "hcpcs_modifier_1": "JB",
            "hcpcs_modifier_2": "", "hcpcs_modifier_3": "KX", "service_unit_quantity": "40", "paid_amount": "100.00",
            "diagnosis_code_type": "icd-10-cm", "diagnosis_code_1": "E34.3", "diagnosis_code_2": "",
            "diagnosis_code_3": "Q87.1",
        },
        {
            "claim_id": "m1", "claim_line_number": "2", "person_id": "p1", "claim_start_date": "2024-01-06",
            "diagnosis_code_type": "icd-9-cm", "diagnosis_code_1": "253.3",
        },
    ),
}  # fmt: skip


def _carrier(claim: str, line: int, **changes: str) -> dict[str, str]:
    usual = {
        "DML_IND": "INSERT", "BENE_ID": "-7", "CLM_ID": claim, "FINAL_ACTION": "F", "CLM_FROM_DT": "03-Jan-2024",
        "CARR_CLM_ENTRY_CD": "1", "CARR_CLM_PMT_DNL_CD": "1", "ICD_DGNS_CD1": "E343", "ICD_DGNS_VRSN_CD1": "0",
        "ICD_DGNS_CD2": "2533", "ICD_DGNS_VRSN_CD2": "9", "ICD_DGNS_CD3": "Q871", "ICD_DGNS_VRSN_CD3": "0",
        "LINE_NUM": str(line), "LINE_SRVC_CNT": "40", "LINE_1ST_EXPNS_DT": "05-JAN-2024", "HCPCS_CD": "J2170",
        "HCPCS_1ST_MDFR_CD": "JB", "HCPCS_2ND_MDFR_CD": "", "LINE_NCH_PMT_AMT": "1200.5", "LINE_PRCSG_IND_CD": "A",
    }  # fmt: skip
    return usual | changes


def _pde(number: str, **changes: str) -> dict[str, str]:
    usual = {
        "DML_IND": "INSERT", "PDE_ID": number, "FINAL_ACTION": "F", "BENE_ID": "-7", "SRVC_DT": "05-Jan-2024",
        "PRSCRBR_ID_QLFYR_CD": "01", "PRSCRBR_ID": "1234567893", "PROD_SRVC_ID": "15054104005", "QTY_DSPNSD_NUM": "4",
        "DAYS_SUPLY_NUM": "28", "ADJSTMT_DLTN_CD": " ", "CVRD_D_PLAN_PD_AMT": "99.00",
    }  # fmt: skip
    return usual | changes


CMS_RIF = {
    "beneficiary_2023.csv": "\ufeff"
    + table("|", {"DML_IND": "INSERT", "BENE_ID": "-7", "BENE_BIRTH_DT": "17-Jan-2015", "BENE_SEX_IDENT_CD": "2"}),
    "beneficiary_2024.csv": table(
        "|",
        {"DML_IND": "INSERT", "BENE_ID": "-7", "BENE_BIRTH_DT": "17-JAN-2015", "BENE_SEX_IDENT_CD": "2"},
        {"DML_IND": "DELETE", "BENE_ID": "-8", "BENE_BIRTH_DT": "17-JAN-2015", "BENE_SEX_IDENT_CD": "1"},
    ),
    "beneficiary_history.csv": table("|", {"BENE_ID": "-7"}),
    "pde.csv": table(
        "|",
        _pde("-1"),
        _pde("-2", ADJSTMT_DLTN_CD="D"),
        _pde("-3", PRSCRBR_ID_QLFYR_CD="06", QTY_DSPNSD_NUM='4"'),
        _pde("-4", SRVC_DT="2024-01-05"),
    ),
    "carrier.csv": table(
        "|",
        _carrier("-21", 1),
        _carrier("-21", 2, LINE_1ST_EXPNS_DT="", LINE_PRCSG_IND_CD="N", ICD_DGNS_CD1="", ICD_DGNS_CD3=""),
        _carrier("-22", 1, CARR_CLM_PMT_DNL_CD="0"),
        _carrier("-23", 1, CARR_CLM_ENTRY_CD="3"),
        _carrier("-24", 1, FINAL_ACTION="N"),
        _carrier("-25", 1, LINE_PRCSG_IND_CD="?"),
    ),
}


def _wide(**fields: str) -> dict[str, str]:
    """Write a carrier claim's 13 lines side by side."""
    blank = {
        f"{name}_{line}": "" for name in ("HCPCS_CD", "LINE_NCH_PMT_AMT", "LINE_PRCSG_IND_CD") for line in range(1, 14)
    }
    return {"DESYNPUF_ID": "0A", "CLM_ID": "887", "CLM_FROM_DT": "20080229", "ICD9_DGNS_CD_1": "2533"} | blank | fields


SYNPUF = {
    "DE1_0_2008_Beneficiary_Summary_File_Sample_1.csv": table(
        ",", {"DESYNPUF_ID": "0A", "BENE_BIRTH_DT": "20011001", "BENE_SEX_IDENT_CD": "1"}
    ),
    "DE1_0_2008_to_2010_Carrier_Claims_Sample_1A.csv": table(
        ",",
        _wide(
            HCPCS_CD_1="J2170", LINE_NCH_PMT_AMT_1="80", LINE_PRCSG_IND_CD_1="A",
            HCPCS_CD_13="99213", LINE_NCH_PMT_AMT_13="0", LINE_PRCSG_IND_CD_13="N",
        ),
    ),
    "DE1_0_2008_to_2010_Outpatient_Claims_Sample_1.csv": table(
        ",",
        {"DESYNPUF_ID": "0A", "CLM_ID": "900", "SEGMENT": "1", "CLM_FROM_DT": "20080404"}
        | {f"HCPCS_CD_{line}": "" for line in range(1, 45)} | {"HCPCS_CD_45": "J2170"},
    ),
    "DE1_0_2008_to_2010_Prescription_Drug_Events_Sample_1.csv": table(
        ",",
        {
            "DESYNPUF_ID": "0A", "PDE_ID": "78", "SRVC_DT": "20100330", "PROD_SRVC_ID": "15054104005",
            "QTY_DSPNSD_NUM": "4", "DAYS_SUPLY_NUM": "28", "PTNT_PAY_AMT": "10", "TOT_RX_CST_AMT": "270",
        },
        {
            "DESYNPUF_ID": "0A", "PDE_ID": "79", "SRVC_DT": "20100330", "PROD_SRVC_ID": "OTHER",
            "QTY_DSPNSD_NUM": "4", "DAYS_SUPLY_NUM": "0", "PTNT_PAY_AMT": "0", "TOT_RX_CST_AMT": "0",
        },
    ),
}  # fmt: skip

GROWTHCLEANR = {
    "syngrowth.csv": "id,subjid,param,agedays,sex,measurement\n"
    "1,s1,HEIGHTCM,1435,1,102.6\n2,s1,HEIGHTIN,1806,1,42\n3,s1,WEIGHTLBS,1806,1,40\n4,s1,HEADCM,1806,1,50\n"
    "5,s1,HEIGHTCM,1999,1,1987\n6,s2,WEIGHTKG,-1,0,4\n",
}

LAYOUTS: dict[str, dict[str, str]] = {
    "tuva": TUVA,
    "cms_rif": CMS_RIF,
    "synpuf": SYNPUF,
    "growthcleanr": GROWTHCLEANR,
}
