{# What moved in prod since the clone of a run, as {relation key: sentence}. Scans prod; reads only. #}
{% macro drift_of_prod(run) %}
    {%- do return(
        dbt_wap.moved_relations(
            dbt_wap.get_fingerprints(run["run_id"], "prod_at_clone"), dbt_wap.fingerprint_relations(run["schemas"], "prod")
        )
    ) -%}
{% endmacro %}
