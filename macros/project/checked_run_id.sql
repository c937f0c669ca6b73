{# Return the given id for a new run, or a new one if none was given. Refuse an id of another form. Pure. #}
{% macro checked_run_id(run_id) %}
    {%- set run_id = dbt_wap.parse_run_id("clone", run_id) -%}
    {%- if run_id is none -%} {%- do return(dbt_wap.new_run_id()) -%} {%- endif -%}
    {%- if not modules.re.fullmatch("[0-9]{8}_[0-9]{6}_[0-9a-z]{4}", run_id) -%}
        {%- do dbt_wap.refuse(
            "clone",
            'run_id must have the form yyyymmdd_hhmmss_xxxx (digits and lowercase letters), got "' ~ run_id
            ~ '"; leave it out to get a new one',
            next="dbt run-operation clone_schema",
        ) -%}
    {%- endif -%}
    {%- do return(run_id) -%}
{% endmacro %}
